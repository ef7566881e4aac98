namespace Auctions.Cli.Demo.Bots;

/// <summary>A lot as everybody sees it.</summary>
internal sealed record LotSight
{
    public required DateTimeOffset ClosesAt { get; init; }

    /// <summary>Whether bids are taken now, as the server said last.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>0 before the first bid, in minor units.</summary>
    public required long Price { get; init; }

    /// <summary>Least amount that the next bid may have.</summary>
    public required long MinimumBid { get; init; }

    /// <summary>The last event of the lot that this takes into account.</summary>
    public required long Sequence { get; init; }

    public required int Extensions { get; init; }

    /// <summary>How long before its end a bid moves it; zero for a hard close.</summary>
    public required TimeSpan Window { get; init; }
}
