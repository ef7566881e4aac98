namespace Auctions.Chaos.Storms;

/// <summary>How many bids each shard acknowledged so far, for those who wait while a storm goes on.</summary>
internal sealed class Tally(int shards, int lots)
{
    private readonly long[] _acknowledged = new long[shards];
    private readonly long[] _lastSentAt = new long[shards];
    private readonly long[] _lastSentAtOfLots = new long[lots];

    public int Shards => shards;

    public long All => _acknowledged.Sum();

    /// <summary>Bids of one shard.</summary>
    public long Of(int shard) => Volatile.Read(ref _acknowledged[shard]);

    /// <summary>When the last-sent bid of those that a shard acknowledged was sent.</summary>
    public long LastSentAt(int shard) => Volatile.Read(ref _lastSentAt[shard]);

    /// <summary>The same of one auction.</summary>
    public long LastSentAtOfLot(int lot) => Volatile.Read(ref _lastSentAtOfLots[lot]);

    public void Acknowledge(int shard, int lot, long sentAt)
    {
        Interlocked.Increment(ref _acknowledged[shard]);
        Raise(ref _lastSentAt[shard], sentAt);
        Raise(ref _lastSentAtOfLots[lot], sentAt);
    }

    private static void Raise(ref long last, long sentAt)
    {
        if (sentAt > Volatile.Read(ref last))
        {
            // Another client may put an earlier time in its place; the next bid corrects that.
            Volatile.Write(ref last, sentAt);
        }
    }
}
