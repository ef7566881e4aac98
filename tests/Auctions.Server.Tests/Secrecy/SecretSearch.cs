using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Auctions.Server.Tests.Secrecy;

/// <summary>
/// Finds secrets however they are written: in a text as digits, with or without separators, in hexadecimal or in
/// base64; among bytes as an integer or a floating-point number of 64 bits or a variable-length one of Protocol
/// Buffers, at any place.
/// </summary>
/// <param name="secrets">What to look for.</param>
internal sealed partial class SecretSearch(Secrets secrets)
{
    private const int Digits = 15;
    private const long Window = 1_000_000_000_000_000;
    private const int ContextLength = 120;

    // Whole marks and pseudonyms, these with and without hyphens.
    private readonly SearchValues<string> _texts = SearchValues.Create(
        [
            Secrets.Mark,
            .. secrets.Pseudonyms.Select(person => person.ToString("x32", null))
                .SelectMany(person => new[] { person, Guid.ParseExact(person, "N").ToString() }),
        ],
        StringComparison.OrdinalIgnoreCase);

    private readonly HashSet<UInt128> _pseudonyms = [.. secrets.Pseudonyms];

    // Few places of all bytes begin like a pseudonym.
    private readonly HashSet<ushort> _beginnings =
        [.. secrets.Pseudonyms.Select(person => (ushort)(person >> 112))];

    /// <summary>What is found, each with what stands around it.</summary>
    public IEnumerable<string> In(string text) =>
    [
        .. Numbers(text).Select(at => Around(text, at)),
        .. Places(text).Select(at => Around(text, at)),
        .. Tokens(text),
    ];

    /// <summary>What is found in bytes, as text and as numbers.</summary>
    public IEnumerable<string> In(byte[] bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        return In(text).Concat(NumbersAmong(bytes).Select(at => Around(text, at)));
    }

    // Where digits, separators between them left out, or hexadecimal digits end that are a secret.
    private IEnumerable<int> Numbers(string text)
    {
        var (run, number, hex) = (0, 0L, 0L);
        for (var at = 0; at < text.Length; at++)
        {
            var character = text[at];
            if (char.IsAsciiDigit(character))
            {
                number = ((number * 10) + (character - '0')) % Window;
                if (++run >= Digits && secrets.IsSecret(number))
                {
                    yield return at;
                }
            }
            else if (run == 0 || !IsSeparator(character) || !char.IsAsciiDigit(text[Math.Min(at + 1, text.Length - 1)]))
            {
                (run, number) = (0, 0);
            }

            hex = char.IsAsciiHexDigit(character) ? (hex << 4) | ValueOf(character) : 0;
            if (secrets.IsSecret(hex & 0xF_FFFF_FFFF_FFFF) || secrets.IsSecret(hex & 0xFFFF_FFFF_FFFF))
            {
                yield return at;
            }
        }
    }

    private IEnumerable<int> NumbersAmong(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length; at++)
        {
            if (IsVariableLength(bytes, at) || (at + sizeof(long) <= bytes.Length && IsFixed(bytes, at)) ||
                IsPseudonym(bytes.AsSpan(at)))
            {
                yield return at;
            }
        }
    }

    private bool IsFixed(byte[] bytes, int at)
    {
        var eight = bytes.AsSpan(at, sizeof(long));
        return secrets.IsSecret(BinaryPrimitives.ReadInt64LittleEndian(eight)) ||
            secrets.IsSecret(BinaryPrimitives.ReadInt64BigEndian(eight)) ||
            IsFloat(BinaryPrimitives.ReadDoubleLittleEndian(eight)) ||
            IsFloat(BinaryPrimitives.ReadDoubleBigEndian(eight));
    }

    // In minor units or, divided by a hundred, in units.
    private bool IsFloat(double number) =>
        number is > Secrets.Least / 200.0 and < 2.0 * Secrets.Most &&
        (secrets.IsSecret((long)Math.Round(number)) || secrets.IsSecret((long)Math.Round(number * 100)));

    private bool IsVariableLength(byte[] bytes, int at)
    {
        var value = 0UL;
        for (var length = 0; length < 9 && at + length < bytes.Length; length++)
        {
            var part = bytes[at + length];
            value |= (ulong)(part & 0x7F) << (7 * length);
            if (part < 0x80)
            {
                return secrets.IsSecret((long)value) || secrets.IsSecret((long)(value >> 1));
            }
        }

        return false;
    }

    private bool IsPseudonym(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 16 && _beginnings.Contains(BinaryPrimitives.ReadUInt16BigEndian(bytes)) &&
        _pseudonyms.Contains(BinaryPrimitives.ReadUInt128BigEndian(bytes));

    private IEnumerable<string> Tokens(string text)
    {
        foreach (var match in Token().Matches(text).Cast<Match>())
        {
            var token = match.Value.Replace('+', '-').Replace('/', '_');
            var bytes = Base64Url.DecodeFromChars(token.PadRight((token.Length + 3) / 4 * 4, 'A'));
            if (NumbersAmong(bytes).Any() || Places(Encoding.Latin1.GetString(bytes)).Any())
            {
                yield return Around(text, match.Index);
            }
        }
    }

    private IEnumerable<int> Places(string text)
    {
        for (var from = 0; text.AsSpan(from).IndexOfAny(_texts) is >= 0 and var at; from += at + 1)
        {
            yield return from + at;
        }
    }

    private static long ValueOf(char hexDigit) => (hexDigit & 0xF) + (hexDigit > '9' ? 9 : 0);

    private static bool IsSeparator(char character) => character is ',' or '.' or '_' or '\'' or ' ' or '\u00A0';

    private static string Around(string text, int at)
    {
        var start = Math.Max(0, at - ContextLength);
        var around = text[start..Math.Min(text.Length, at + (ContextLength / 2))];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"at {at}: ...{string.Concat(around.Select(one => char.IsControl(one) ? '.' : one))}...");
    }

    [GeneratedRegex("[A-Za-z0-9+/_-]{11,}")]
    private static partial Regex Token();
}
