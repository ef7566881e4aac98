using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Auctions.Core;

namespace Auctions.Engine.Ports;

/// <summary>
/// The hash chain over an auction's segments: each stores the hash before it, so that a changed, dropped or reordered
/// segment shows. hash(n) = SHA-256(hash(n-1), auction id, first and last sequence, codec version, payload).
/// </summary>
public static class SegmentChain
{
    private const int StackMax = 512;

    /// <summary>The chain before the first segment.</summary>
    public static ReadOnlyMemory<byte> Start { get; } = new byte[SHA256.HashSizeInBytes];

    public static byte[] Next(
        ReadOnlySpan<byte> previous, AuctionId id, long first, long last, int codecVersion, ReadOnlySpan<byte> payload)
    {
        const int HeaderSize = AuctionId.Size + 20;
        var length = previous.Length + HeaderSize + payload.Length;
        var rented = length > StackMax ? ArrayPool<byte>.Shared.Rent(length) : null;
        var input = rented is null ? stackalloc byte[StackMax] : rented;
        previous.CopyTo(input);
        var header = input[previous.Length..];
        id.Write(header);
        BinaryPrimitives.WriteInt64BigEndian(header[16..], first);
        BinaryPrimitives.WriteInt64BigEndian(header[24..], last);
        BinaryPrimitives.WriteInt32BigEndian(header[32..], codecVersion);
        payload.CopyTo(header[HeaderSize..]);
        var hash = SHA256.HashData(input[..length]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return hash;
    }

    public static byte[] Next(AuctionId id, StoredSegment segment) => Next(
        segment.PreviousHash, id, segment.FirstSequence, segment.LastSequence, segment.CodecVersion, segment.Payload);

    public static byte[] Next(Segment segment) => Next(
        segment.PreviousHash.Span,
        segment.Claim.Id,
        segment.FirstSequence,
        segment.LastSequence,
        segment.CodecVersion,
        segment.Payload.Span);
}
