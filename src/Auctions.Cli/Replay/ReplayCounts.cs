namespace Auctions.Cli.Replay;

/// <summary>What a replay has done so far; written by many requests at once, read for the progress line.</summary>
internal sealed class ReplayCounts
{
    private int bidsAnswered, auctionsClosed, tooManyRequests, unavailable, connectionsLost;

    public int BidsAnswered => Volatile.Read(ref bidsAnswered);

    public int AuctionsClosed => Volatile.Read(ref auctionsClosed);

    public Retries Retries => new(
        Volatile.Read(ref tooManyRequests), Volatile.Read(ref unavailable), Volatile.Read(ref connectionsLost));

    public void BidAnswered() => Interlocked.Increment(ref bidsAnswered);

    public void AuctionClosed() => Interlocked.Increment(ref auctionsClosed);

    public void Retried(RetryCause cause) => _ = cause switch
    {
        RetryCause.TooManyRequests => Interlocked.Increment(ref tooManyRequests),
        RetryCause.Unavailable => Interlocked.Increment(ref unavailable),
        RetryCause.ConnectionLost => Interlocked.Increment(ref connectionsLost),
    };
}

/// <summary>Why a request is sent again.</summary>
internal enum RetryCause
{
    /// <summary>429.</summary>
    TooManyRequests,

    /// <summary>503.</summary>
    Unavailable,

    /// <summary>No answer, or a gateway's word (502, 504) that it got none.</summary>
    ConnectionLost,
}

/// <summary>How often requests were sent again, by cause.</summary>
internal readonly record struct Retries(int TooManyRequests, int Unavailable, int ConnectionsLost)
{
    public int Total => TooManyRequests + Unavailable + ConnectionsLost;
}
