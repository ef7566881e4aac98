using System.Text;

namespace Auctions.Cli.Tests.Support;

/// <summary>What people and programs do to a file of bids: one to four things wrong with it.</summary>
internal static class CsvDamage
{
    private static readonly string[] Values =
    [
        "", " ", "0", "-0", "-1", "1e3", "1e308", "1e309", "-1e309", "NaN", "Infinity", "∞", "0x10", "1,5", "1.", ".5",
        "+1", "17.505", "9999999999999.99", "99999999999999", "9223372036854775808", new('8', 400), "2026-13-45",
        "2026-02-30T25:61:61Z", "29.02.2023", "noon", "null", "=1+1", "a\nb", "a\r\nb", "\"", "\"\"", "\"x", "x\"",
        "\"a\"b", "\0", "\u0001", "\uFEFF", "\u2028", "٣", "🏺", "zoë", "auctionid", "bid", ";", "\t", "\\", "'",
    ];

    private static readonly string[] LineBreaks =
        ["\n", "\r\n", "\r", "\n\n", "\r\r\n", "\n\r", "\v", "\u2028", "", "\n \n"];

    public static byte[] Of(Random random, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var times = random.Next(1, 5); times > 0; times--)
        {
            bytes = random.Next(3) == 0
                ? InBytes(random, [.. bytes])
                : Encoding.UTF8.GetBytes(InLines(random, Encoding.UTF8.GetString(bytes)));
        }

        return bytes;
    }

    private static byte[] InBytes(Random random, List<byte> bytes)
    {
        var at = random.Next(bytes.Count + 1);
        var noise = new byte[random.Next(1, 6)];
        random.NextBytes(noise);
        switch (random.Next(8))
        {
            case 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 1:
                bytes.Insert(at, (byte)'"');
                break;
            case 2:
                bytes.Insert(at, 0);
                break;
            case 3:
                bytes.InsertRange(random.Next(2) * at, Encoding.UTF8.Preamble);
                break;
            case 4:
                bytes.InsertRange(at, noise);
                break;
            case 5 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 6:
                bytes.Insert(at, (byte)',');
                break;
            default:
                bytes.RemoveRange(at, Math.Min(random.Next(1, 30), bytes.Count - at));
                break;
        }

        return [.. bytes];
    }

    private static string InLines(Random random, string text)
    {
        var lines = text.Split('\n').ToList();
        var at = random.Next(lines.Count);
        switch (random.Next(8))
        {
            case 0:
                lines.RemoveAt(at);
                break;
            case 1:
                lines.Insert(random.Next(lines.Count), lines[at]);
                break;
            case 2:
                lines.Insert(at, lines[0]);
                break;
            case 3:
                var next = at + 1 < lines.Count ? lines[at + 1] : "";
                lines[at] += LineBreaks[random.Next(LineBreaks.Length)] + next;
                break;
            default:
                lines[at] = string.Join(',', InFields(random, [.. lines[at].Split(',')]));
                break;
        }

        var breaks = random.Next(12) == 0 ? LineBreaks[random.Next(LineBreaks.Length)] : "\n";
        return string.Join(breaks, lines);
    }

    private static List<string> InFields(Random random, List<string> fields)
    {
        var at = random.Next(fields.Count);
        switch (random.Next(8))
        {
            case 0:
                fields.RemoveAt(at);
                break;
            case 1:
                fields.Insert(at, fields[random.Next(fields.Count)]);
                break;
            case 2:
                var other = random.Next(fields.Count);
                (fields[at], fields[other]) = (fields[other], fields[at]);
                break;
            case 3:
                fields[at] = $"\"{fields[at]}\"";
                break;
            case 4 when random.Next(8) == 0:
                var length = random.Next(100_000);
                fields[at] = random.Next(3) switch
                {
                    0 => new string('9', length),
                    1 => new string(',', length),
                    _ => $"\"{new string('x', length)}\"",
                };
                break;
            default:
                fields[at] = Values[random.Next(Values.Length)];
                break;
        }

        return fields;
    }
}
