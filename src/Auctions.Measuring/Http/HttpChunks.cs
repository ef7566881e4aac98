using System.Buffers.Text;

namespace Auctions.Measuring.Http;

/// <summary>A body that is sent in chunks, each after its length (RFC 9112, section 7.1).</summary>
internal static class HttpChunks
{
    private const int LengthMax = 1 << 20;

    private static ReadOnlySpan<byte> LineEnd => "\r\n"u8;

    /// <summary>Finds its end.</summary>
    /// <param name="chunks">What was received of it so far; left as it is.</param>
    /// <returns>Length of the body in bytes, -1 if more is to come; and that of all its chunks.</returns>
    /// <exception cref="MeasurementException">These are no chunks.</exception>
    public static (int BodyLength, int Length) Find(Span<byte> chunks) => Walk(chunks, joins: false);

    /// <summary>Puts a whole body together at the front.</summary>
    public static void Join(Span<byte> chunks) => Walk(chunks, joins: true);

    private static (int BodyLength, int Length) Walk(Span<byte> chunks, bool joins)
    {
        int at = 0, bodyLength = 0;
        while (true)
        {
            if (!TryTakeLine(chunks, ref at, out var line))
            {
                return (-1, 0);
            }

            // What may follow after a semicolon is for others.
            if (!Utf8Parser.TryParse(line, out int length, out _, 'x') || length is < 0 or > LengthMax)
            {
                throw HttpAnswer.NoAnswer("a chunk has no length");
            }

            if (length == 0)
            {
                break;
            }

            var end = at + length;
            if (chunks.Length < end + LineEnd.Length)
            {
                return (-1, 0);
            }

            if (joins)
            {
                chunks[at..end].CopyTo(chunks[bodyLength..]);
            }
            else if (!chunks[end..].StartsWith(LineEnd))
            {
                throw HttpAnswer.NoAnswer("a chunk does not end where it says");
            }

            bodyLength += length;
            at = end + LineEnd.Length;
        }

        // Trailers up to an empty line.
        while (TryTakeLine(chunks, ref at, out var trailer))
        {
            if (trailer.IsEmpty)
            {
                return (bodyLength, at);
            }
        }

        return (-1, 0);
    }

    private static bool TryTakeLine(ReadOnlySpan<byte> text, ref int at, out ReadOnlySpan<byte> line)
    {
        var length = text[at..].IndexOf(LineEnd);
        line = length < 0 ? default : text.Slice(at, length);
        at += length < 0 ? 0 : length + LineEnd.Length;
        return length >= 0;
    }
}
