using System.Text;

namespace Auctions.Server.Tests.Fuzz;

/// <summary>Bodies, sound ones and spoilt ones.</summary>
internal static class BodyDraw
{
    private const int BytesMax = 4096;

    private static readonly string[] Amounts = ["999", "1100", "2500", "5000", "7500", "20000", "1000000000000000"];
    private static readonly string[] Ends =
        ["2099-12-31T00:00:00Z", "2098-12-31T00:00:00Z", "2099-12-31T06:00:00+05:30", "2100-01-01T00:00:00.5Z"];

    private static readonly string[] UnknownFields =
        ["x", "Amount", "AMOUNT", "amount ", "\\u0061mount", "\\ud800", "", "__proto__", "$type", "a/b~c", "id",
        "seller"];

    private static readonly byte[][] Splinters =
    [
        [0], [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0x0B], [0x7F],
        "{"u8.ToArray(), "}"u8.ToArray(), "\""u8.ToArray(), ","u8.ToArray(), "\\"u8.ToArray(), "//"u8.ToArray(),
        "\u2028"u8.ToArray(), "\ud83d\ude00"u8.ToArray(),
    ];

    /// <summary>The fields of a sound body.</summary>
    public static List<(string Name, string Value)> Fields(Draw draw, BodyKind kind) => kind switch
    {
        BodyKind.None => [],
        BodyKind.Bid => [("amount", draw.Of(Amounts))],
        BodyKind.Reserve => [("amount", draw.Of("0", "1000", "5000", "9000000"))],
        BodyKind.Reason => [("reason", "\"It broke.\"")],
        BodyKind.End => [("closesAt", $"\"{draw.Of(Ends)}\"")],
        BodyKind.Terms => Terms(draw),
    };

    /// <summary>Fields as JSON, as they are.</summary>
    public static byte[] Json(IEnumerable<(string Name, string Value)> fields) => Encoding.UTF8.GetBytes(
        $"{{{string.Join(',', fields.Select(field => $"\"{field.Name}\":{field.Value}"))}}}");

    /// <summary>The same fields, with something wrong about one of them.</summary>
    public static byte[] Misfit(Draw draw, List<(string Name, string Value)> fields)
    {
        var at = fields.Count == 0 ? 0 : draw.Below(fields.Count);
        switch (fields.Count == 0 ? 5 : draw.Below(8))
        {
            case 0:
                fields.RemoveAt(at);
                break;
            case 1:
                fields.Add(fields[at] with { Value = draw.Of(Absurd.Values) });
                break;
            case 2:
                fields[at] = fields[at] with { Name = draw.Of(UnknownFields) };
                break;
            case 5:
                fields.Insert(at, (draw.Of(UnknownFields), draw.Of(Absurd.Values)));
                break;
            default:
                fields[at] = fields[at] with { Value = draw.Of(Absurd.Values) };
                break;
        }

        return Json(fields);
    }

    /// <summary>Bytes that were a sound body once.</summary>
    public static byte[] Spoilt(Draw draw, byte[] sound) => draw.Below(16) switch
    {
        0 => [],
        1 => sound[..draw.Below(sound.Length)],
        2 => [.. sound, .. draw.Of(Splinters)],
        3 => [.. "["u8, .. sound, .. "]"u8],
        4 => [.. sound, .. sound],
        5 => [0xEF, 0xBB, 0xBF, .. sound],
        6 => Padded(sound, BytesMax),
        7 => Padded(sound, BytesMax + 1),
        8 => Padded(sound, BytesMax + draw.Below(20_000)),
        9 => Nested(draw.Of(8, 9, 64, 2000), draw),
        10 => draw.Bytes(draw.Below(200)),
        11 => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(sound)),
        12 when draw.Percent(10) => Padded(sound, 1024 * 1024),
        13 => Encoding.UTF8.GetBytes(draw.Of(
            "null", "5", "\"5\"", "[]", "true", " ", "\n", "NaN", "{", "a=1&b=2", "<a/>")),
        _ => Splintered(draw, sound),
    };

    private static List<(string Name, string Value)> Terms(Draw draw)
    {
        List<(string, string)> fields =
        [
            ("title", draw.Of("\"Lamp\"", "\"L\\u0061mp\"", "\"\ud83d\ude00\"")),
            ("currency", draw.Of("\"USD\"", "\"JPY\"")),
            ("format", "\"english\""), ("openingPrice", "999"), ("closesAt", "\"2099-06-30T00:00:00Z\""),
            ("increments", draw.Of("\"ebay-us\"", "\"trade-me\"", "[{\"from\":0,\"step\":5}]")),
        ];
        (int Percent, string Name, string[] Values)[] more =
        [
            (30, "reserve", ["5000", "999", "20000"]), (30, "buyItNow", ["20000", "50000"]),
            (10, "opensAt", ["\"2099-01-01T00:00:00Z\"", "\"2000-01-01T00:00:00Z\""]),
            (15, "softClose", Absurd.SoftCloses),
        ];
        fields.AddRange(more.Where(one => draw.Percent(one.Percent)).Select(one => (one.Name, draw.Of(one.Values))));
        return fields;
    }

    private static byte[] Padded(byte[] sound, int length) =>
        [.. sound, .. Enumerable.Repeat((byte)' ', length - sound.Length)];

    private static byte[] Nested(int depth, Draw draw)
    {
        var (open, close) = draw.Of(("[", "]"), ("{\"amount\":", "}"));
        var before = string.Concat(Enumerable.Repeat(open, depth));
        var after = string.Concat(Enumerable.Repeat(close, depth));
        return Encoding.UTF8.GetBytes($"{{\"amount\":{before}1{after}}}");
    }

    private static byte[] Splintered(Draw draw, byte[] sound)
    {
        var at = draw.Below(sound.Length);
        return draw.Percent(50)
            ? [.. sound[..at], .. draw.Of(Splinters), .. sound[at..]]
            : [.. sound[..at], .. draw.Of(Splinters), .. sound[(at + 1)..]];
    }
}
