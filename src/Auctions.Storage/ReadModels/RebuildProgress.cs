namespace Auctions.Storage.ReadModels;

/// <summary>How far a rebuild of read models is, over all its shards, for whoever shows it.</summary>
public sealed class RebuildProgress
{
    private long _segments, _segmentsMax, _auctions, _auctionsMax;

    /// <summary>Segments of the journal taken in.</summary>
    public long Segments => Interlocked.Read(ref _segments);

    /// <summary>How many there were at the beginning; those written meanwhile come on top.</summary>
    public long SegmentsMax => Interlocked.Read(ref _segmentsMax);

    /// <summary>Auctions whose list columns were compared.</summary>
    public long Auctions => Interlocked.Read(ref _auctions);

    /// <summary>How many there were at the beginning.</summary>
    public long AuctionsMax => Interlocked.Read(ref _auctionsMax);

    /// <summary>From 0 to 1.</summary>
    public double Part => Math.Min(1.0, (double)(Segments + Auctions) / Math.Max(1, SegmentsMax + AuctionsMax));

    internal void Expect(long segments, long auctions)
    {
        Interlocked.Add(ref _segmentsMax, segments);
        Interlocked.Add(ref _auctionsMax, auctions);
    }

    internal void AddSegments(long more) => Interlocked.Add(ref _segments, more);

    internal void AddAuctions(long more) => Interlocked.Add(ref _auctions, more);
}
