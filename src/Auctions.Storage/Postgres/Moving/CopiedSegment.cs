using System.Data.Common;
using Auctions.Engine.Ports;

namespace Auctions.Storage.Postgres.Moving;

/// <summary>A segment as it is stored, and when it was written.</summary>
internal sealed record CopiedSegment(StoredSegment Segment, DateTime WrittenAt)
{
    public static CopiedSegment Read(DbDataReader row) => new(
        new StoredSegment(
            row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt16(4), row.GetBytes(5), row.GetBytes(6)),
        row.GetFieldValue<DateTime>(3));

    /// <summary>Whether two shards have the same.</summary>
    public bool IsSameAs(CopiedSegment other) =>
        (Segment.FirstSequence, Segment.LastSequence, Segment.CodecVersion) ==
        (other.Segment.FirstSequence, other.Segment.LastSequence, other.Segment.CodecVersion) &&
        Segment.PreviousHash.AsSpan().SequenceEqual(other.Segment.PreviousHash) &&
        Segment.Payload.AsSpan().SequenceEqual(other.Segment.Payload);
}
