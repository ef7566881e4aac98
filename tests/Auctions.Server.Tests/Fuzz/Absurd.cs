namespace Auctions.Server.Tests.Fuzz;

/// <summary>Values that nobody in their right mind sends, and some that are only just right.</summary>
internal static class Absurd
{
    /// <summary>In place of a JSON value.</summary>
    public static readonly string[] Values =
    [
        "-1", "0", "-0", "0.0", "1", "1.5", "1e2", "1E309", "1e309", "-1e309", "1e-400", "NaN", "Infinity", "-Infinity",
        "+5", "05", "0x10", ".5", "5.", "5_000", "1000000000000000", "1000000000000001", "2147483648",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551616",
        new('9', 400), "0." + new string('0', 900) + "1", "\"5000\"", "\"\"", "\" \"", "null", "true", "false", "[]",
        "{}", "[5000]", "[null]", "{\"amount\":5}", "[[[[[[[1]]]]]]]", "[[[[[[[[[1]]]]]]]]]", "\u0661\u0660",
        "\"\uff11\uff10\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\u202etxt\"",
        "\"\ud83d\ude00\"", "\"\\", "\"\\q\"", "'x'", "undefined", "", "\"\n\"", "\"" + new string('x', 201) + "\"",
        "\"" + new string('x', 3000) + "\"", "\"usd\"", "\"XXX\"", "\"dutch\"", "\"ebay-us\"", "\"trade-me\"",
        "\"<script>alert(1)</script>\"", "\"'); drop table head; --\"", "\"%s%n%x\"", "\"../../x\"",
        .. Times.Select(time => $"\"{time}\""), .. Tables, .. SoftCloses,
    ];

    /// <summary>Times, and what looks like one.</summary>
    public static string[] Times =>
    [
        "9999-12-31T23:59:59Z", "9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.9999999-14:00",
        "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "1970-01-01T00:00:00Z", "2026-02-30T00:00:00Z",
        "2099-12-31T23:59:60Z", "2099-12-31T24:00:00Z", "2099-12-31T00:00:00+99:99", "2099-12-31", "now", "tomorrow",
        "2099-12-31T00:00:00", "2099-12-31 00:00:00Z", "12099-12-31T00:00:00Z", "-2099-12-31T00:00:00Z",
        "2099-12-31t00:00:00z", "2099-12-31T00:00:00.123456789+05:30", "\uff12099-12-31T00:00:00Z",
    ];

    /// <summary>Increment tables.</summary>
    public static string[] Tables =>
    [
        "[{\"from\":0,\"step\":5}]", "[{\"from\":1,\"step\":5}]", "[{\"from\":1,\"step\":0}]",
        "[{\"from\":1,\"step\":5},{\"from\":1,\"step\":6}]", "[{\"from\":9,\"step\":5},{\"from\":1,\"step\":6}]",
        "[{\"from\":-1,\"step\":-5}]", "[{\"from\":0,\"step\":1000000000000000}]", "[{\"from\":1}]", "[{}]", "[1]",
        "[{\"from\":1,\"step\":5,\"x\":1}]", "[{\"from\":1,\"from\":2,\"step\":5}]",
        $"[{string.Join(',', Enumerable.Range(0, 70).Select(row => $"{{\"from\":{row},\"step\":1}}"))}]",
    ];

    /// <summary>Soft closes.</summary>
    public static string[] SoftCloses =>
    [
        "{\"windowSeconds\":86400,\"extensionSeconds\":86400,\"mode\":\"from-end\",\"maxExtensions\":10000}",
        "{\"windowSeconds\":1,\"extensionSeconds\":1,\"mode\":\"from-now\",\"hardEnd\":\"9999-12-31T23:59:59Z\"}",
        "{\"windowSeconds\":0,\"extensionSeconds\":-1,\"mode\":\"from-end\",\"maxExtensions\":0}",
        "{\"windowSeconds\":9223372036854775807,\"extensionSeconds\":-9223372036854775808,\"mode\":\"sideways\"}",
        "{\"windowSeconds\":\"1\",\"extensionSeconds\":1.5,\"mode\":null,\"maxExtensions\":99999999999}",
        "{\"mode\":1}",
    ];

    /// <summary>In place of an auction's id in a path.</summary>
    public static readonly string[] Ids =
    [
        "x", "0", "-1", "null", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF", "01a203bfeeff7e039118a5a246cf7d19", "%7B01a203bf%7D",
        "01a203bf-eeff-7e03-9118-a5a246cf7d1", "01a203bf-eeff-7e03-9118-a5a246cf7d199", "01a203bf-eeff-7e03-9118-%20",
        "01a203bf-eeff-7e03-9118-a5a246cf7d19%20", "01a203bf-eeff-7e03-9118-a5a246cf7d19%0a", "%zz", "%", "%f", "%ff",
        "%c0%af", "%00", "a%00b", "%2e%2e", "%2e%2e%2f%2e%2e%2fetc", "%25%32%66", "%u0041", "%e2%80%ae", "a;b=c",
        "%0d%0aX-Injected:%201", "{id}", "*", "~", "'--", "%F0%9F%98%80", "%ED%A0%80", "me", new('a', 300),
        new('9', 5000),
    ];

    /// <summary>In place of a query parameter's value, as it is sent.</summary>
    public static readonly string[] Parameters =
    [
        "", "-1", "0", "1", "2", "200", "201", "5000", "99999999999999999999", "9223372036854775807",
        "9223372036854775808", "1e3", "0x5", "+5", "%205", "5%20", "1.0", "NaN", "true", "null", "%", "%zz", "%00",
        "%ff", "%EF%BC%91", "%D9%A1", "open", "OPEN", "closed", "upcoming", "sold", "open,open", "closesAt",
        "-closesAt",
        "[]", "{}", "'%20or%201=1%20--", "%F0%9F%98%80", "%ED%A0%80", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "________________________________", "K7__________AAAAAAAAAAAAAAAAAAAA", "CAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", new('A', 1000), new('7', 9000),
    ];

    /// <summary>In place of an idempotency key.</summary>
    public static readonly string[] Keys =
        ["", " ", "two words", new('k', 255), new('k', 256), new('k', 5000), "\u00e9", "k\u00a0k", "k\tk", "\"k\"",
        "~"];

    /// <summary>In place of a name.</summary>
    public static readonly string[] Names =
    [
        "", " ", "two words", new('x', 128), new('x', 129), new('x', 4000), "j\u00fcrgen", "a,b", "');--", "%00",
        "\u00ff", "system", "..", "<b>",
    ];

    /// <summary>In place of the header <c>Authorization</c>.</summary>
    public static readonly string[] Tokens =
    [
        "", "Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "Bearer a.b.c.d.e", "Bearer ..", "Bearer ....",
        "Basic eDp4",
        "bearer \u00e9", "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.", "Bearer eyJhbGciOiJub25lIn0.W10.",
        "Bearer eyJhbGciOiJSUzI1NiJ9.bnVsbA.AAAA", "Bearer bnVsbA.bnVsbA.bnVsbA", "Bearer e30.e30.e30",
        "Bearer eyJhbGciOjF9.e30.x", "Bearer eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AA.AA.AA",
        "Bearer eyJhbGciOiJSUzI1NiJ9." + new string('A', 6000) + ".AAAA", "Negotiate x", "Bearer \ud83d\ude00",
    ];

    /// <summary>In place of the header <c>Content-Type</c>.</summary>
    public static readonly string[] ContentTypes =
    [
        "", "text/plain", "application/jsonp", "application/*", "*/*", "application/json; charset=utf-16",
        "application/json; charset=", "application/json; charset=\"", "application/json;",
        "application/json, text/html",
        "nonsense", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/problem+json",
        "APPLICATION/JSON", "application/json; charset=\"UTF-8\"", "application/json; a=b; a=c", "/", ";", "\u00e9/x",
        "application/json" + new string(' ', 500), "text/event-stream", "application/" + new string('j', 3000),
    ];

    /// <summary>In place of the header <c>Last-Event-ID</c>.</summary>
    public static readonly string[] EventIds =
    [
        "", "-1", "0", "1", "2", "x", "1,2", "9223372036854775807", "9223372036854775808", "1e3", "\uff11", " 1", "0x1",
        new('9', 3000),
    ];
}
