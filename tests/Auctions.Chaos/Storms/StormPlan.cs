namespace Auctions.Chaos.Storms;

/// <summary>How a storm is made.</summary>
internal sealed record StormPlan
{
    /// <summary>Acknowledged bids it is to have in the end.</summary>
    public required int Bids { get; init; }

    /// <summary>Clients that bid on the auctions of one shard, each one bid after another.</summary>
    public int ClientsPerShard { get; init; } = 8;

    /// <summary>Auctions of each shard that end long after the storm.</summary>
    public int LotsPerShard { get; init; } = 4;

    /// <summary>Auctions that end during the storm, on whichever shard.</summary>
    public int EndingLots { get; init; } = 60;

    /// <summary>How long after the start the first of them ends.</summary>
    public TimeSpan FirstEnd { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>How long after one the next ends.</summary>
    public TimeSpan BetweenEnds { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>One bid in so many is sent again after its answer, and one in so many twice at once.</summary>
    public int RepeatEvery { get; init; } = 40;

    /// <summary>After so many bids a client reads something.</summary>
    public int ReadEvery { get; init; } = 50;

    /// <summary>Of so many bids one goes to the auction of the shard that ends next.</summary>
    public int EndingEvery { get; init; } = 8;

    /// <summary>How long a client waits after an answer before it places its next bid.</summary>
    public TimeSpan Rest { get; init; }

    /// <summary>How often a fault of the cluster is played within the storm.</summary>
    public int Rounds { get; init; } = 10;

    /// <summary>Longest wait before a bid is sent again, whatever <c>Retry-After</c> says.</summary>
    public TimeSpan RetryMax { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Acknowledged bids before the fault.</summary>
    public int BidsBefore => Bids / 4;

    /// <summary>Least acknowledged bids after it.</summary>
    public int BidsAfter => Bids / 10;
}
