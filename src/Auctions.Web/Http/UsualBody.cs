using System.Buffers.Text;
using Auctions.Core;

namespace Auctions.Web.Http;

/// <summary>
/// Bodies as nearly every client writes them, read at once. Any other one is read with care, which also finds out what
/// is wrong with it.
/// </summary>
internal static class UsualBody
{
    private static ReadOnlySpan<byte> Start => "{\"amount\":"u8;

    /// <summary>The amount of <c>{"amount":1200}</c>; null: it is not written like that.</summary>
    public static long? Amount(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith(Start) || body[^1] != '}')
        {
            return null;
        }

        // A sign or a leading zero is no digit from 1 to 9.
        var digits = body[Start.Length..^1];
        return digits is [>= (byte)'1' and <= (byte)'9', ..] &&
            Utf8Parser.TryParse(digits, out long amount, out var read) && read == digits.Length &&
            amount <= Currency.AmountMax
                ? amount
                : null;
    }
}
