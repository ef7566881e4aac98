using System.Text;
using Auctions.Scenarios.Support;

namespace Auctions.Scenarios;

/// <summary>Bodies that are no good, whatever they were to say: each call that takes one refuses them alike.</summary>
public abstract class BodyScenarios(IScenarioHost host) : Scenario(host)
{
    private const int BytesMax = 4096;

    // What needs an id gets one that nobody has: the body is looked at first.
    private static readonly (HttpMethod Method, string Path)[] Calls =
    [
        (HttpMethod.Post, "/v1/auctions"),
        (HttpMethod.Post, $"/v1/auctions/{Guid.CreateVersion7()}/bids"),
        (HttpMethod.Post, $"/v1/auctions/{Guid.CreateVersion7()}/buy-it-now"),
        (HttpMethod.Post, $"/v1/auctions/{Guid.CreateVersion7()}/extend"),
        (HttpMethod.Post, $"/v1/auctions/{Guid.CreateVersion7()}/cancel"),
        (HttpMethod.Post, $"/v1/auctions/{Guid.CreateVersion7()}/close"),
        (HttpMethod.Post, $"/v1/auctions/{Guid.CreateVersion7()}/pause"),
        (HttpMethod.Post, $"/v1/auctions/{Guid.CreateVersion7()}/resume"),
        (HttpMethod.Put, $"/v1/auctions/{Guid.CreateVersion7()}/reserve"),
    ];

    public static TheoryData<int> AnyCall => [.. Enumerable.Range(0, Calls.Length)];

    public static TheoryData<string> NotJson =>
    [
        "{", "{}}", "amount=5", "{'amount':5}", "{\"amount\":5,}", "{\"amount\":NaN}", "{\"amount\":Infinity}",
        "{\"amount\":\uFF11\uFF10}", "{\"amount\":+5}", "{\"amount\":05}", "{\"amount\":0x10}", "{\"amount\":5} {}",
        "{\"amount\":5}//", "{\"amount\":5,\"amount\":5}", "{\"amount\":5,\"\\u0061mount\":6}",
        "[]", "5", "\"5\"", "null",
        "{\"amount\":[[[[[[[[1]]]]]]]]}",
    ];

    [Theory]
    [MemberData(nameof(NotJson))]
    public async Task What_is_no_JSON_object_is_refused_by_every_call(string body)
    {
        foreach (var (method, path) in Calls)
        {
            (await SendAsync(method, path, Encoding.UTF8.GetBytes(body))).Is(400, "invalid");
        }
    }

    [Theory]
    [InlineData("{\"amount\":\"\xFF\"}")]
    [InlineData("{\"\xFF\":5}")]
    [InlineData("{\"amount\":5000,\"\xC0\xAF\":5}")]
    [InlineData("{\"\\ud800\":5}")]
    [InlineData("{\"\\ud800\":5,\"\\ud800\":5}")]
    [InlineData("{\"\\udc00\\ud800\":5,\"b\":6}")]
    public async Task What_is_no_UTF_8_is_refused_by_every_call(string latin1)
    {
        foreach (var (method, path) in Calls)
        {
            (await SendAsync(method, path, Encoding.Latin1.GetBytes(latin1))).Is(400, "invalid");
        }
    }

    [Fact]
    public async Task A_body_may_be_8_deep()
    {
        var deep = await SendAsync(HttpMethod.Post, Calls[1].Path, "{\"amount\":[[[[[[[1]]]]]]]}"u8.ToArray());

        Assert.Equal("/amount", deep.Is(400, "invalid").Pointers);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("1e309")]
    [InlineData("1e2")]
    [InlineData("1.5")]
    [InlineData("5000.0")]
    [InlineData("1000000000000001")]
    [InlineData("9223372036854775807")]
    [InlineData("18446744073709551617")]
    [InlineData("\"5000\"")]
    [InlineData("\"\u0661\u0660\"")]
    [InlineData("\"NaN\"")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("[5000]")]
    public async Task An_absurd_bid_is_refused(string amount)
    {
        var lot = await CreateAsync();

        var bid = await Api.SendAsync(
            HttpMethod.Post, $"{lot.Path}/bids", "anna", "k1", Api.Json($"{{\"amount\":{amount}}}"));

        Assert.Equal("/amount", bid.Is(400, "invalid").Pointers);
        Assert.Equal(0, (await lot.ViewAsync()).Number("bidCount"));
    }

    [Theory]
    [InlineData("{}", "/amount")]
    [InlineData("{\"Amount\":5000}", "/Amount /amount")]
    [InlineData("{\"amount\":5000,\"maximum\":6000}", "/maximum")]
    [InlineData("{\"amount\":0,\"x\":1,\"y\":2}", "/amount /x /y")]
    public async Task Fields_of_a_bid_are_known_or_refused(string body, string pointers)
    {
        var lot = await CreateAsync();

        var bid = await Api.SendAsync(HttpMethod.Post, $"{lot.Path}/bids", "anna", "k1", Api.Json(body));

        Assert.Equal(pointers, bid.Is(400, "invalid").Pointers);
    }

    [Theory]
    [MemberData(nameof(AnyCall))]
    public async Task A_body_over_4_KiB_is_too_large_however_it_is_sent(int call)
    {
        var (method, path) = Calls[call];

        foreach (var length in (int[])[BytesMax + 1, 50_000])
        {
            var sized = await SendAsync(method, path, Padded(length));
            var chunked = await SendAsync(method, path, Padded(length), isChunked: true);

            // What is left of the body is not read, so nothing may follow it.
            Assert.Equal("close", sized.Is(413, "too-large").Header("Connection"));
            Assert.Equal("close", chunked.Is(413, "too-large").Header("Connection"));
        }

        (await SendAsync(method, path, Padded(BytesMax))).Is(400, "invalid");
        (await SendAsync(method, path, Padded(BytesMax), isChunked: true)).Is(400, "invalid");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/jsonp")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("nonsense")]
    public async Task Another_content_type_is_refused_by_every_call(string? contentType)
    {
        foreach (var (method, path) in Calls)
        {
            (await SendAsync(method, path, "{}"u8.ToArray(), contentType)).Is(415, "unsupported-media-type");
        }
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json;charset=\"UTF-8\"")]
    [InlineData("APPLICATION/JSON")]
    public async Task JSON_in_UTF_8_may_say_so(string contentType)
    {
        var lot = await CreateAsync();

        var body = "{\"amount\":5000}"u8.ToArray();

        (await SendAsync(HttpMethod.Post, $"{lot.Path}/bids", body, contentType)).Is(201);
    }

    private static byte[] Padded(int length) => Encoding.ASCII.GetBytes("{\"x\":1}".PadRight(length));

    private Task<Reply> SendAsync(
        HttpMethod method, string path, byte[] body, string? contentType = "application/json", bool isChunked = false)
    {
        HttpContent content = isChunked ? new StreamContent(new Unsized(body)) : new ByteArrayContent(body);
        if (contentType is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        return Api.SendAsync(method, path, "anna", Api.NewKey(), content, request =>
            request.Headers.TransferEncodingChunked = isChunked);
    }

    // A stream of unknown length is sent in chunks.
    private sealed class Unsized(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
