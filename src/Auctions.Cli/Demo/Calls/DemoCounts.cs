namespace Auctions.Cli.Demo.Calls;

/// <summary>What a demo has done so far; written by many lots at once.</summary>
internal sealed class DemoCounts
{
    private long _lots, _ended, _extensions, _accepted, _refused;

    public long Lots => Volatile.Read(ref _lots);

    /// <summary>Lots that have ended.</summary>
    public long Ended => Volatile.Read(ref _ended);

    /// <summary>How often the end of one moved.</summary>
    public long Extensions => Volatile.Read(ref _extensions);

    public long Accepted => Volatile.Read(ref _accepted);

    public long Refused => Volatile.Read(ref _refused);

    public void LotCreated() => Interlocked.Increment(ref _lots);

    public void LotEnded(int extensions)
    {
        Interlocked.Increment(ref _ended);
        Interlocked.Add(ref _extensions, extensions);
    }

    public void BidAnswered(bool isAccepted) => Interlocked.Increment(ref isAccepted ? ref _accepted : ref _refused);
}
