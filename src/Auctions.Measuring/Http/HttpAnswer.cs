using System.Buffers.Text;
using System.Text;

namespace Auctions.Measuring.Http;

/// <summary>An answer by HTTP/1.1 in the bytes that were received since its request was sent.</summary>
internal readonly ref struct HttpAnswer
{
    private const int StatusAt = 9;
    private const int StatusLength = 3;

    private HttpAnswer(int status, ReadOnlySpan<byte> body, bool keepsConnection)
    {
        Status = status;
        Body = body;
        KeepsConnection = keepsConnection;
    }

    public int Status { get; }

    public ReadOnlySpan<byte> Body { get; }

    /// <summary>Whether the connection takes another request.</summary>
    public bool KeepsConnection { get; }

    private static ReadOnlySpan<byte> Version => "HTTP/1."u8;

    private static ReadOnlySpan<byte> LineEnd => "\r\n"u8;

    private static ReadOnlySpan<byte> HeadEnd => "\r\n\r\n"u8;

    /// <summary>Reads the answer; a body in chunks is put together where it lies.</summary>
    /// <param name="received">All that was received so far.</param>
    /// <param name="answer">The answer.</param>
    /// <returns>False: more is to come.</returns>
    /// <exception cref="MeasurementException">What was received is no answer to one request.</exception>
    public static bool TryRead(Span<byte> received, out HttpAnswer answer)
    {
        answer = default;
        var seen = Math.Min(received.Length, Version.Length);
        if (!Version[..seen].SequenceEqual(received[..seen]))
        {
            throw NoAnswer("it does not begin with the version");
        }

        var headLength = received.IndexOf(HeadEnd);
        if (headLength < 0)
        {
            return false;
        }

        var head = Head.Of(received[..(headLength + LineEnd.Length)]);
        var rest = received[(headLength + HeadEnd.Length)..];
        var (bodyLength, length) = head.IsChunked ? HttpChunks.Find(rest) : (head.BodyLength, head.BodyLength);
        if (bodyLength < 0 || rest.Length < length)
        {
            return false;
        }

        if (rest.Length > length)
        {
            throw NoAnswer("more follows it");
        }

        if (head.IsChunked)
        {
            HttpChunks.Join(rest);
        }

        answer = new HttpAnswer(head.Status, rest[..bodyLength], !head.IsLast);
        return true;
    }

    /// <summary>Why something received is no answer.</summary>
    public static MeasurementException NoAnswer(string why) =>
        new($"What the server sent is no answer by HTTP/1.1: {why}.");

    /// <summary>What has to be known of the lines before a body.</summary>
    private readonly record struct Head(int Status, int BodyLength, bool IsChunked, bool IsLast)
    {
        public static Head Of(ReadOnlySpan<byte> lines)
        {
            var statusLine = TakeLine(ref lines);
            if (statusLine.Length < StatusAt + StatusLength ||
                !Utf8Parser.TryParse(statusLine.Slice(StatusAt, StatusLength), out int status, out var digits) ||
                digits != StatusLength)
            {
                throw NoAnswer("it has no status");
            }

            int? bodyLength = status is 204 or 304 ? 0 : null;
            bool isChunked = false, isLast = false;
            while (!lines.IsEmpty)
            {
                var line = TakeLine(ref lines);
                var colon = line.IndexOf((byte)':');
                var name = line[..Math.Max(0, colon)];
                var value = line[(colon + 1)..].Trim((byte)' ');
                if (Ascii.EqualsIgnoreCase(name, "Content-Length"u8))
                {
                    bodyLength = LengthOf(value);
                }
                else if (Ascii.EqualsIgnoreCase(name, "Transfer-Encoding"u8))
                {
                    isChunked = Ascii.EqualsIgnoreCase(value, "chunked"u8);
                }
                else if (Ascii.EqualsIgnoreCase(name, "Connection"u8))
                {
                    isLast = Ascii.EqualsIgnoreCase(value, "close"u8);
                }
            }

            return new Head(
                status,
                isChunked ? 0 : bodyLength ?? throw NoAnswer("it does not say where it ends"),
                isChunked,
                isLast);
        }

        private static ReadOnlySpan<byte> TakeLine(ref ReadOnlySpan<byte> lines)
        {
            var length = lines.IndexOf(LineEnd);
            var line = lines[..length];
            lines = lines[(length + LineEnd.Length)..];
            return line;
        }

        private static int LengthOf(ReadOnlySpan<byte> value) =>
            Utf8Parser.TryParse(value, out int length, out var digits) && digits == value.Length && length >= 0
                ? length
                : throw NoAnswer("its Content-Length is no number");
    }
}
