using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Auctions.Core;

/// <summary>
/// A client's idempotency key as the engine remembers it: the first 128 bits of SHA-256 over bidder, auction and key.
/// A key of one bidder or auction is therefore another key for everyone else.
/// </summary>
public readonly record struct BidKey(UInt128 Value)
{
    /// <summary>Longest idempotency key, in characters.</summary>
    public const int LengthMax = 255;

    /// <param name="bidder">Who sends the key.</param>
    /// <param name="auction">The auction it is sent to.</param>
    /// <param name="key">1 to 255 visible ASCII characters, see <see cref="IsValid"/>.</param>
    public static BidKey Of(PersonId bidder, AuctionId auction, string key)
    {
        Span<byte> input = stackalloc byte[16 + AuctionId.Size + LengthMax];
        BinaryPrimitives.WriteUInt128BigEndian(input, bidder.Value);
        auction.Write(input[16..]);
        var length = 16 + AuctionId.Size + Encoding.ASCII.GetBytes(key, input[(16 + AuctionId.Size)..]);
        return FromHash(input[..length]);
    }

    /// <summary>Whether a client may send this key: 1 to 255 characters from '!' to '~'.</summary>
    public static bool IsValid(string key) =>
        key.Length is >= 1 and <= LengthMax && !key.AsSpan().ContainsAnyExceptInRange('!', '~');

    private static BidKey FromHash(ReadOnlySpan<byte> input)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input, hash);
        return new BidKey(BinaryPrimitives.ReadUInt128BigEndian(hash));
    }
}
