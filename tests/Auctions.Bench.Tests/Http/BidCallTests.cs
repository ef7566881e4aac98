using System.Text;
using Auctions.Measuring;
using Auctions.Measuring.Http;

namespace Auctions.Bench.Tests.Http;

/// <summary>What goes out for a bid, and what is made of each answer that the API documents.</summary>
public sealed class BidCallTests
{
    private const int Lot = 1;
    private const long Amount = 12_345;

    private static readonly Uri Url = new("http://127.0.0.1:5080/below/");
    private static readonly DateTimeOffset End = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] Ids = ["first", "second"];

    private readonly Acknowledged _acknowledged = new(Ids.Length);
    private readonly DateTimeOffset _now = End + TimeSpan.FromSeconds(1);

    [Fact]
    public void A_bid_by_name_is_one_request() => Assert.Equal(
        "POST /below/v1/auctions/second/bids HTTP/1.1\r\nHost: 127.0.0.1:5080\r\nContent-Type: application/json\r\n" +
        $"X-User: bidder-345\r\nIdempotency-Key: {Bids.Key(Lot, Amount).Value:x32}\r\nContent-Length: 16\r\n\r\n" +
        "{\"amount\":12345}",
        Write(Call(HttpCallers.ByName()), Amount));

    [Fact]
    public void A_bid_by_token_shows_the_bidders_own() => Assert.Contains(
        "\r\nAuthorization: Bearer token-of-bidder-345\r\n",
        Write(Call(HttpCallers.ByToken(name => $"token-of-{name}")), Amount));

    [Theory]
    [InlineData(1)]
    [InlineData(999_999_999_999_999)]
    public void A_request_has_the_length_that_it_says(long amount)
    {
        var parts = Write(Call(HttpCallers.ByName()), amount).Split("\r\n\r\n");

        Assert.Contains($"Content-Length: {parts[1].Length}", parts[0]);
        Assert.Equal($"{{\"amount\":{amount}}}", parts[1]);
    }

    [Theory]
    [InlineData(201, "{\"bidId\":\"x\",\"sequence\":7,\"status\":\"leading\",\"price\":31,\"minimumBid\":32}")]
    [InlineData(201, "{\"deep\":{\"sequence\":1,\"price\":[2]},\"price\":31,\"sequence\":7}")]
    public void An_accepted_bid_is_remembered_as_its_bidder_was_told(int status, string body)
    {
        Assert.Equal(Outcome.Accepted(7, Amount), Read(status, body));
        Assert.Equal(new Acknowledgement(7, Amount, 31), Assert.Single(_acknowledged.Of(Lot)).Value);
    }

    [Theory]
    [InlineData(409, "below-minimum", "Refused")]
    [InlineData(409, "not-above-own-maximum", "Refused")]
    [InlineData(429, "too-many-bids", "Unavailable")]
    [InlineData(503, "busy", "Unavailable")]
    [InlineData(503, "moving", "Unavailable")]
    [InlineData(503, "shard-unavailable", "Unavailable")]
    [InlineData(503, "outcome-unknown", "Unknown")]
    [InlineData(502, "of a gateway", "Unknown")]
    [InlineData(504, "of a gateway", "Unknown")]
    public void A_bid_not_accepted_is_counted_as_what_it_is(int status, string code, string kind)
    {
        Assert.Equal(kind, Read(status, $"{{\"title\":\"A title.\",\"code\":\"{code}\"}}").Kind.ToString());
        Assert.Empty(_acknowledged.Of(Lot));
    }

    [Theory]
    [InlineData("2026-01-01T11:59:59.9999999Z", "ShutOut")]
    [InlineData("2026-01-01T12:00:00Z", "Late")]
    [InlineData("2026-01-01T12:00:00.5000000Z", "Late")]
    public void A_bid_refused_as_late_before_the_end_came_in_time(string serverTime, string kind)
    {
        var body = $"{{\"code\":\"closed\",\"price\":31,\"serverTime\":\"{serverTime}\"}}";
        Assert.Equal(kind, Read(409, body, End).Kind.ToString());
    }

    [Theory]
    [InlineData(-0.501, "ShutOut")]
    [InlineData(-0.5, "Late")]
    [InlineData(0.1, "Late")]
    public void A_bid_that_was_sent_half_a_second_before_the_end_came_in_time(double sentAt, string kind)
    {
        var since = _now - End - TimeSpan.FromSeconds(sentAt);
        var body = "{\"code\":\"closed\",\"price\":31,\"serverTime\":\"2026-01-01T12:00:00.9Z\"}";
        Assert.Equal(kind, Read(409, body, End, since).Kind.ToString());
    }

    [Theory]
    [InlineData("{\"code\":\"closed\"}")]
    [InlineData("{\"code\":\"closed\",\"serverTime\":\"noon\"}")]
    public void Whether_a_bid_was_late_has_to_be_known(string body) =>
        Assert.Throws<MeasurementException>(() => Read(409, body, End));

    [Theory]
    [InlineData(200, "{\"sequence\":7,\"price\":31}")]
    [InlineData(201, "{\"sequence\":7}")]
    [InlineData(201, "{\"price\":31}")]
    [InlineData(201, "{\"sequence\":\"7\",\"price\":31}")]
    [InlineData(201, "{\"sequence\":7.5,\"price\":31}")]
    [InlineData(201, "[7]")]
    [InlineData(201, "no JSON")]
    [InlineData(201, "")]
    [InlineData(401, "{\"code\":\"token-missing\"}")]
    [InlineData(404, "{\"code\":\"unknown-auction\"}")]
    [InlineData(409, "{\"code\":\"closed\"}")]
    [InlineData(409, "{}")]
    [InlineData(500, "")]
    public void Anything_else_ends_the_run_with_what_it_was(int status, string body)
    {
        var unexpected = Assert.Throws<MeasurementException>(() => Read(status, body));
        Assert.Equal($"A bid was answered {status}: {body}", unexpected.Message);
        Assert.Empty(_acknowledged.Of(Lot));
    }

    private static string Write(BidCall call, long amount)
    {
        var request = new byte[call.RequestBytesMax];
        return Encoding.ASCII.GetString(request, 0, call.Write(Lot, amount, request));
    }

    private BidCall Call(HttpCallers callers, DateTimeOffset? closesAt = null) =>
        new(Url, Ids, callers, _acknowledged, closesAt, () => _now);

    private Outcome Read(int status, string body, DateTimeOffset? closesAt = null, TimeSpan since = default)
    {
        var text = Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Any\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        Assert.True(HttpAnswer.TryRead(text, out var answer));
        return Call(HttpCallers.ByName(), closesAt).Read(Lot, Amount, since, answer);
    }
}
