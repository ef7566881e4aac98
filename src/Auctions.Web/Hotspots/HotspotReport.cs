namespace Auctions.Web.Hotspots;

/// <summary>
/// What is or was hot, as <c>GET /ops/hotspots</c> answers it. Rates are per second over the window, times are in
/// milliseconds, instants in Unix seconds by the shards' clock. Null: not known, or there was none.
/// </summary>
public sealed record HotspotReport
{
    /// <summary>End of the window: the newest second that every process had reported.</summary>
    public long AsOf { get; init; }

    /// <summary>The server's time when this was made, in Unix milliseconds.</summary>
    public long Now { get; init; }

    /// <summary>The same as in every answer of the API.</summary>
    public DateTime ServerTime => DateTimeOffset.FromUnixTimeMilliseconds(Now).UtcDateTime;

    /// <summary>Length of the window in seconds.</summary>
    public int Window { get; init; }

    /// <summary>Whether it is about now; false: a moment that a permalink names.</summary>
    public bool IsLive { get; init; }

    /// <summary>What is wrong with it, for people.</summary>
    public string? Problem { get; init; }

    public IReadOnlyList<string> Reporting { get; init; } = [];

    public IReadOnlyList<string> Silent { get; init; } = [];

    /// <summary>Bids whose time was taken or that a timed one stands for.</summary>
    public long Timed { get; init; }

    /// <summary>Bids that were counted and not timed.</summary>
    public long Dropped { get; init; }

    public double BidsPerSecond { get; init; }

    public double RefusalsPerSecond { get; init; }

    public double TurnedAwayPerSecond { get; init; }

    public double RepeatsPerSecond { get; init; }

    /// <summary>Auctions that had a bid in one second of the window, the most.</summary>
    public int Auctions { get; init; }

    public int Watchers { get; init; }

    /// <summary>Where the time went, all auctions together.</summary>
    public HotspotParts Parts { get; init; } = new();

    /// <summary>Turns of an auction that is not listed, at most, in the whole window.</summary>
    public long Bound { get; init; }

    /// <summary>The hottest auctions, hottest first.</summary>
    public IReadOnlyList<HotAuction> Top { get; init; } = [];

    public IReadOnlyList<HotShard> Shards { get; init; } = [];

    /// <summary>The busiest shard's bids over the mean of all; null: there is one shard only, or no bid.</summary>
    public double? Imbalance { get; init; }

    /// <summary>
    /// Whether one shard had more than twice its share for a minute, with more than 100 bids a second in all.
    /// </summary>
    public bool IsImbalanced { get; init; }

    public IReadOnlyList<HotProcess> Processes { get; init; } = [];

    public IReadOnlyList<HotStatement> SlowStatements { get; init; } = [];

    public IReadOnlyList<HotMark> Marks { get; init; } = [];

    /// <summary>What gets hot next, the hottest first.</summary>
    public IReadOnlyList<FutureAuction> Future { get; init; } = [];

    /// <summary>Expected bids a second, all auctions together, in steps of ten seconds from now on.</summary>
    public IReadOnlyList<double> Expected { get; init; } = [];

    /// <summary>Turns by band of slots in the window's last second, for the newest column of the heat map.</summary>
    public IReadOnlyList<long> Bands { get; init; } = [];
}

/// <summary>Median and 99th percentile of each part of a bid's time, in milliseconds.</summary>
public sealed record HotspotParts
{
    public HotPart? Edge { get; init; }

    public HotPart? Call { get; init; }

    public HotPart? Queue { get; init; }

    public HotPart? Decide { get; init; }

    public HotPart? Commit { get; init; }

    public HotPart? Reply { get; init; }
}

/// <summary>One part.</summary>
/// <param name="P50">Median, in milliseconds.</param>
/// <param name="P99">99th percentile, in milliseconds.</param>
/// <param name="Count">Bids it stands for.</param>
public sealed record HotPart(double P50, double P99, long Count);

/// <summary>A hot auction.</summary>
public sealed record HotAuction
{
    public required string Id { get; init; }

    /// <summary>The lot's title; null: it could not be read in time.</summary>
    public string? Title { get; init; }

    public int Slot { get; init; }

    public int? Shard { get; init; }

    public string? Process { get; init; }

    public double BidsPerSecond { get; init; }

    public double RefusalsPerSecond { get; init; }

    public double TurnedAwayPerSecond { get; init; }

    public double RepeatsPerSecond { get; init; }

    /// <summary>Turns a second it may have had beside those counted.</summary>
    public double ErrorPerSecond { get; init; }

    public int QueueDepth { get; init; }

    /// <summary>In milliseconds.</summary>
    public double FlushLag { get; init; }

    public int Watchers { get; init; }

    public HotspotParts Parts { get; init; } = new();

    /// <summary>
    /// The part whose 99th percentile grew most against the window before, and more than twofold: <c>edge</c>,
    /// <c>call</c>, <c>queue</c>, <c>decide</c>, <c>commit</c> or <c>reply</c>. Null: none did.
    /// </summary>
    public string? Grew { get; init; }

    /// <summary>Whether its hammer fell.</summary>
    public bool IsClosed { get; init; }
}

/// <summary>A shard.</summary>
public sealed record HotShard
{
    public int Shard { get; init; }

    public double BidsPerSecond { get; init; }

    /// <summary>Of all bids, from 0 to 1.</summary>
    public double Share { get; init; }

    public double WritesPerSecond { get; init; }

    public long FailedWrites { get; init; }

    /// <summary>99th percentile, in milliseconds.</summary>
    public double? WriteTime { get; init; }

    /// <summary>99th percentile, in milliseconds.</summary>
    public double? FlushLag { get; init; }

    public bool IsWell { get; init; }
}

/// <summary>A process that reported.</summary>
public sealed record HotProcess(
    string Name, string Kind, string Version, long StartedAt, int Auctions, int Watchers, long Dropped, int Seconds);

/// <summary>A statement that took 100 ms or longer.</summary>
/// <param name="At">Unix milliseconds.</param>
/// <param name="Database">The pool.</param>
/// <param name="Statement">Its name.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Failed">Whether without success.</param>
public sealed record HotStatement(long At, string Database, string Statement, int Milliseconds, bool Failed);

/// <summary>Something that happened.</summary>
/// <param name="At">Unix milliseconds.</param>
/// <param name="Kind"><c>start</c>, <c>stop</c>, <c>closing</c>, <c>move</c> or <c>remedy</c>.</param>
/// <param name="Text">For people.</param>
/// <param name="Auction">To which auction; null: none in particular.</param>
public sealed record HotMark(long At, string Kind, string Text, string? Auction);

/// <summary>An auction that closes soon.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">The lot's title.</param>
/// <param name="ClosesAt">Unix seconds.</param>
/// <param name="Watchers">Live feeds.</param>
/// <param name="BidsPerSecond">Now.</param>
/// <param name="Expected">Bids a second expected at its end.</param>
public sealed record FutureAuction(
    string Id, string Title, long ClosesAt, int Watchers, double BidsPerSecond, double Expected);

/// <summary>How it was over a longer time, for charts: one point for each step.</summary>
public sealed record HotspotHistory
{
    public long From { get; init; }

    /// <summary>Length of a step in seconds.</summary>
    public int Step { get; init; }

    public long AsOf { get; init; }

    /// <summary>The server's time when this was made, in Unix milliseconds.</summary>
    public long Now { get; init; }

    /// <summary>The same as in every answer of the API.</summary>
    public DateTime ServerTime => DateTimeOffset.FromUnixTimeMilliseconds(Now).UtcDateTime;

    public string? Problem { get; init; }

    public IReadOnlyList<HotspotPoint> Points { get; init; } = [];

    public IReadOnlyList<HotMark> Marks { get; init; } = [];
}

/// <summary>One step of a history, of all auctions or of one.</summary>
public sealed record HotspotPoint
{
    /// <summary>Its start, in Unix seconds.</summary>
    public long At { get; init; }

    public double BidsPerSecond { get; init; }

    public double RefusalsPerSecond { get; init; }

    public double TurnedAwayPerSecond { get; init; }

    public int QueueDepth { get; init; }

    public int Watchers { get; init; }

    public HotspotParts Parts { get; init; } = new();

    /// <summary>Turns by band of slots; empty in the history of one auction.</summary>
    public IReadOnlyList<long> Bands { get; init; } = [];

    /// <summary>How many processes reported.</summary>
    public int Processes { get; init; }
}
