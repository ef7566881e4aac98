using System.Globalization;
using System.Net;
using System.Text;

namespace Auctions.Server.Tests.Fuzz;

/// <summary>An answer as far as it came.</summary>
/// <param name="Status">The status.</param>
/// <param name="Headers">The headers by their names in lower case.</param>
/// <param name="Text">The body.</param>
internal sealed record FuzzAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Text)
{
    public string? ContentType => Headers.GetValueOrDefault("content-type")?.Split(';')[0];

    public static FuzzAnswer Of(HttpResponseMessage message, string text) => new(
        (int)message.StatusCode,
        message.Headers.Concat(message.Content.Headers)
            .ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(", ", header.Value)),
        text);

    /// <summary>The answers on a connection one after another; one that broke off is left out.</summary>
    /// <exception cref="FormatException">This is no HTTP.</exception>
    public static List<FuzzAnswer> All(byte[] received)
    {
        var text = Encoding.Latin1.GetString(received);
        var answers = new List<FuzzAnswer>();
        var at = 0;
        while (text.IndexOf("\r\n\r\n", at, StringComparison.Ordinal) is >= 0 and var end)
        {
            var lines = text[at..end].Split("\r\n");
            if (!lines[0].StartsWith("HTTP/1.1 ", StringComparison.Ordinal))
            {
                throw new FormatException($"No status line: {FuzzRequest.Shown(lines[0])}");
            }

            var status = int.Parse(lines[0].AsSpan(9, 3), CultureInfo.InvariantCulture);
            var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(
                header => header[0].ToLowerInvariant(), header => header[1]);
            at = end + 4;
            if (Body(text, headers, status, ref at) is not { } body)
            {
                return answers;
            }

            if (status != (int)HttpStatusCode.Continue)
            {
                answers.Add(new FuzzAnswer(status, headers, Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(body))));
            }
        }

        return answers;
    }

    // Null: the rest did not come.
    private static string? Body(string text, Dictionary<string, string> headers, int status, ref int at)
    {
        if (headers.TryGetValue("content-length", out var sized))
        {
            var length = int.Parse(sized, CultureInfo.InvariantCulture);
            var body = at + length <= text.Length ? text.Substring(at, length) : null;
            at += length;
            return body;
        }

        if (headers.ContainsKey("transfer-encoding"))
        {
            return Chunks(text, ref at);
        }

        // To one who speaks HTTP/1.0 a body lasts until the connection ends.
        var rest = status is 204 or 304 ? "" : text[at..];
        at += rest.Length;
        return rest;
    }

    private static string? Chunks(string text, ref int at)
    {
        var body = new StringBuilder();
        while (text.IndexOf("\r\n", at, StringComparison.Ordinal) is >= 0 and var line)
        {
            var size = int.Parse(text[at..line], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            at = line + 2 + size + 2;
            if (at > text.Length)
            {
                return null;
            }

            if (size == 0)
            {
                return body.ToString();
            }

            body.Append(text.AsSpan(line + 2, size));
        }

        return null;
    }
}
