using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Auctions.Scenarios.Support;

namespace Auctions.Server.Tests.Attacks;

/// <summary>Bids that are none, or somebody else's.</summary>
public sealed class BidAttacks(AttackedServer server) : Attack(server), IClassFixture<AttackedServer>
{
    private static readonly string[] Refused =
    [
        "", "{", "[]", "null", "5000", "{\"amount\":-5000}", "{\"amount\":0}", "{\"amount\":-0}", "{\"amount\":NaN}",
        "{\"amount\":Infinity}", "{\"amount\":1e309}", "{\"amount\":5e3}", "{\"amount\":5000.0}", "{\"amount\":+5000}",
        "{\"amount\":05000}", "{\"amount\":0x1388}", "{\"amount\":9223372036854775808}",
        "{\"amount\":18446744073709556616}", "{\"amount\":\"5000\"}", "{\"amount\":true}", "{\"amount\":null}",
        "{\"amount\":[5000]}", "{\"amount\":{\"amount\":5000}}", "{\"Amount\":5000}",
        "{\"amount\":5000,\"amount\":5000}",
        "{\"amount\":5000,\"\\u0061mount\":6000}", "{\"amount\":5000,\"x\":1}", "{\"amount\":5000,\"bidder\":\"bert\"}",
        "{\"amount\":5000,\"placedAt\":\"2000-01-01T00:00:00Z\"}", "{\"amount\":5000,\"serverTime\":0}",
        "{\"amount\":5000,\"__proto__\":{}}", "{\"amount\":5000} {}", "{\"amount\":5000}//", "{\"amount\":5000,}",
        "{\"amount\":\u00d9\u00a1\u00d9\u00a0}", "{\"amount\":\u00ef\u00bc\u0095000}",
        "\u00ef\u00bb\u00bf\u00ff{\"amount\":5000}",
        "{\"amount\":5000,\"x\":[[[[[[[[1]]]]]]]]}", "{\"amount\":5000,\"x\":\"\u00ff\"}", "\u00fe\u00ff\0{\0\"",
    ];

    [Fact]
    public async Task What_is_no_bid_places_none()
    {
        var lot = await CreateAsync();
        foreach (var body in Refused)
        {
            var answer = await AskAsync(Request($"POST {lot.Path}/bids HTTP/1.1", body, BidHeaders("mallory")));
            Assert.True(answer!.Status == 400, $"{body}: {answer.Status} {answer.Text}");
        }

        string[] types =
        [
            "text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", "text/xml", "",
        ];
        foreach (var type in types)
        {
            string[] headers = [.. BidHeaders("mallory")[..2], $"Content-Type: {type}"];
            Assert.Equal(
                415, (await AskAsync(Request($"POST {lot.Path}/bids HTTP/1.1", "{\"amount\":5000}", headers)))!.Status);
        }

        var large = "{\"amount\":5000" + new string(' ', 4096) + "}";
        Assert.Equal(
            413, (await AskAsync(Request($"POST {lot.Path}/bids HTTP/1.1", large, BidHeaders("mallory"))))!.Status);
        await AssertUntouchedAsync(lot);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Idempotency-Key: ")]
    [InlineData("Idempotency-Key: a\r\nIdempotency-Key: b")]
    [InlineData("Idempotency-Key: a b\u00e9")]
    [InlineData("Idempotency-Key: a\tb")]
    [InlineData("X-Idempotency-Key: a")]
    public async Task Without_one_key_there_is_no_bid(string key)
    {
        var lot = await CreateAsync();
        string[] more = key.Length > 0 ? [key] : [];
        string[] headers = [BidHeaders("mallory")[0], "Content-Type: application/json", .. more];

        var answer = await AskAsync(Request($"POST {lot.Path}/bids HTTP/1.1", "{\"amount\":5000}", headers));

        Assert.Equal(400, answer!.Status);
        await AssertUntouchedAsync(lot);
    }

    [Fact]
    public async Task The_key_of_somebody_else_tells_nothing()
    {
        var (lot, same) = (await CreateAsync(), await CreateAsync());
        foreach (var each in (Lot[])[lot, same])
        {
            (await each.BidAsync(Server.Bearer("anna", "bid"), 50_000, $"secret-{each.Id}")).Is(201);
        }

        foreach (var amount in (long[])[50_000, 1, 20_000, 60_000])
        {
            var guessed = await lot.BidAsync(Server.Bearer("mallory", "bid"), amount, $"secret-{lot.Id}");
            var fresh = await same.BidAsync(Server.Bearer("mallory", "bid"), amount, Api.NewKey());

            Assert.Equal(fresh.Status, guessed.Status);
            string[] own = ["serverTime", "bidId", "closesAt", "sequence"];
            Assert.Equal(fresh.Without(own), guessed.Without(own));
            Assert.Null(guessed.Header("Idempotency-Replayed"));
            if (guessed.Status == 201)
            {
                // The next one would be a repeat of the own.
                break;
            }
        }
    }

    [Fact]
    public async Task The_time_that_a_client_says_counts_for_nothing()
    {
        var lot = await CreateAsync();
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        string[] headers =
        [
            .. BidHeaders("anna"), "Date: Thu, 01 Jan 1970 00:00:00 GMT", "X-Request-Start: t=1",
            "X-Timestamp: 1970-01-01T00:00:00Z", "traceparent: 00-00000000000000000000000000000001-0000000000000001-01",
        ];

        var answer = await AskAsync(Request($"POST {lot.Path}/bids HTTP/1.1", "{\"amount\":5000}", headers));

        Assert.Equal(201, answer!.Status);
        var placed = (await lot.HistoryAsync()).Single().GetProperty("placedAt").GetDateTimeOffset();
        Assert.InRange(placed, before, DateTimeOffset.UtcNow.AddSeconds(1));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("gzip, gzip")]
    public async Task What_is_packed_is_not_unpacked(string encoding)
    {
        var lot = await CreateAsync();
        foreach (var text in (string[])["{\"amount\":5000}", new string(' ', 3_000_000)])
        {
            var packed = new MemoryStream();
            await using (Stream packer = encoding switch
            {
                "deflate" => new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true),
                "br" => new BrotliStream(packed, CompressionLevel.SmallestSize, leaveOpen: true),
                _ => new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true),
            })
            {
                await packer.WriteAsync(Encoding.ASCII.GetBytes(text));
            }

            Assert.InRange(packed.Length, 1, 4096);
            var answer = await AskAsync(Request(
                $"POST {lot.Path}/bids HTTP/1.1", Encoding.Latin1.GetString(packed.ToArray()),
                [.. BidHeaders("mallory"), $"Content-Encoding: {encoding}"]));
            Assert.Equal(400, answer!.Status);
        }

        await AssertUntouchedAsync(lot);
    }

    [Fact]
    public async Task Whoever_floods_is_told_to_wait_and_nobody_else_is()
    {
        const int Others = 20;
        const int BidsOfEach = 10;
        var lot = await CreateAsync();
        var flood = Enumerable.Range(0, 20).Select(async part =>
        {
            var answers = new List<int>();
            for (var bid = 0; bid < 100; bid++)
            {
                var reply = await lot.BidAsync(Server.Bearer("mallory", "bid"), 1_000_000 + (part * 1000) + bid);
                answers.Add(reply.Status);
            }

            return answers;
        }).ToArray();
        var others = Enumerable.Range(0, Others).Select(async bidder =>
        {
            var bearer = Server.Bearer($"bidder-{bidder}", "bid");
            var mine = await CreateAsync();
            for (var bid = 1; bid <= BidsOfEach; bid++)
            {
                (await mine.BidAsync(bearer, 5_000 + (1_000 * bid))).Is(201);
                var here = await lot.BidAsync(bearer, 100_000_000 + (((bid * Others) + bidder) * 10_000_000L));
                Assert.True(here.Status is 201 or 409, here.ToString());
            }
        }).ToArray();

        await Task.WhenAll(others);
        var told = (await Task.WhenAll(flood)).SelectMany(answers => answers).CountBy(status => status)
            .ToDictionary();

        Assert.InRange(told.GetValueOrDefault(429), 1_000, 2_000);
        Assert.Empty(told.Keys.Except([201, 409, 429]));
    }

    private static async Task AssertUntouchedAsync(Lot lot)
    {
        var view = (await lot.ViewAsync()).Is(200);
        Assert.Equal((0, JsonValueKind.Null), (view.Number("bidCount"), view["price"].ValueKind));
    }
}
