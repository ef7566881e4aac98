using System.Net.Http.Headers;
using System.Text.Json;

namespace Auctions.Scenarios.Support;

/// <summary>An answer, read to its end.</summary>
public sealed class Reply
{
    private readonly HttpResponseHeaders _headers;
    private readonly HttpContentHeaders _contentHeaders;
    private JsonElement? _json;

    private Reply(HttpResponseMessage message, string text)
    {
        Request = $"{message.RequestMessage!.Method} {message.RequestMessage.RequestUri!.PathAndQuery}";
        Status = (int)message.StatusCode;
        Text = text;
        _headers = message.Headers;
        _contentHeaders = message.Content.Headers;
    }

    public string Request { get; }

    public int Status { get; }

    public string Text { get; }

    public string? ContentType => _contentHeaders.ContentType?.MediaType;

    public JsonElement Json => _json ??= Parse();

    public string? Code => Json.TryGetProperty("code", out var code) ? code.GetString() : null;

    /// <summary>All headers, one a line.</summary>
    public string Headers => $"{_headers}{_contentHeaders}";

    public bool IsReplayed => Header("Idempotency-Replayed") == "true";

    public DateTimeOffset ServerTime => Time("serverTime");

    /// <summary>The pointers of what is wrong with the request, each once, in order.</summary>
    public string Pointers => string.Join(' ', Json.GetProperty("errors").EnumerateArray()
        .Select(error => error.GetProperty("pointer").GetString()).Distinct().Order(StringComparer.Ordinal));

    public static async Task<Reply> ReadAsync(HttpResponseMessage message, CancellationToken cancellation) =>
        new(message, await message.Content.ReadAsStringAsync(cancellation));

    public string? Header(string name) =>
        _headers.TryGetValues(name, out var values) || _contentHeaders.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;

    public JsonElement this[string field] => Json.GetProperty(field);

    public string? String(string field) => this[field].GetString();

    public long Number(string field) => this[field].GetInt64();

    public DateTimeOffset Time(string field) => this[field].GetDateTimeOffset();

    public bool Has(string field) => Json.TryGetProperty(field, out _);

    /// <summary>Fails unless it has this status and, if one is given, this code.</summary>
    public Reply Is(int status, string? code = null)
    {
        Assert.True(
            Status == status && (code is null || Code == code),
            $"{Request}: expected {status} {code}, got {Status} {Text}");
        return this;
    }

    /// <summary>The body without some of its fields, to compare it with another.</summary>
    public string Without(params string[] fields)
    {
        var kept = Json.EnumerateObject().Where(field => !fields.Contains(field.Name));
        return string.Join('\n', kept.Select(field => $"{field.Name}: {field.Value.GetRawText()}"));
    }

    public override string ToString() => $"{Request}: {Status} {Text}";

    private JsonElement Parse()
    {
        Assert.True(Text.StartsWith('{'), $"{Request}: no JSON object in the answer {Status} '{Text}'.");
        using var document = JsonDocument.Parse(Text);
        return document.RootElement.Clone();
    }
}
