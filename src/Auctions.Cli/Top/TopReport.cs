namespace Auctions.Cli.Top;

/// <summary>What a top shows of the answer to <c>GET /ops/hotspots</c>; what is not sent is null.</summary>
internal sealed record TopReport
{
    /// <summary>Unix seconds.</summary>
    public long? AsOf { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public long Now { get; init; }

    public int Window { get; init; }

    public string? Problem { get; init; }

    public IReadOnlyList<string>? Reporting { get; init; }

    public IReadOnlyList<string>? Silent { get; init; }

    public long Timed { get; init; }

    public long Dropped { get; init; }

    public double BidsPerSecond { get; init; }

    public double RefusalsPerSecond { get; init; }

    public double TurnedAwayPerSecond { get; init; }

    public double RepeatsPerSecond { get; init; }

    public int Auctions { get; init; }

    public int Watchers { get; init; }

    public TopParts? Parts { get; init; }

    public IReadOnlyList<TopAuction>? Top { get; init; }

    public IReadOnlyList<TopShard>? Shards { get; init; }

    public double? Imbalance { get; init; }

    public bool IsImbalanced { get; init; }

    /// <summary>Whether it is a report at all: anything may answer at an address.</summary>
    public bool IsWhole =>
        AsOf is not null && Top is { } top && !top.Contains(null!) && Shards?.Contains(null!) != true;
}

/// <summary>Parts of a bid's time.</summary>
internal sealed record TopParts(
    TopPart? Edge, TopPart? Call, TopPart? Queue, TopPart? Decide, TopPart? Commit, TopPart? Reply);

/// <summary>One part, in milliseconds.</summary>
internal sealed record TopPart(double P99);

/// <summary>A hot auction.</summary>
internal sealed record TopAuction
{
    public string? Id { get; init; }

    public string? Title { get; init; }

    public int Slot { get; init; }

    public int? Shard { get; init; }

    public string? Process { get; init; }

    public double BidsPerSecond { get; init; }

    public double RefusalsPerSecond { get; init; }

    public int QueueDepth { get; init; }

    /// <summary>In milliseconds.</summary>
    public double FlushLag { get; init; }

    public int Watchers { get; init; }

    public string? Grew { get; init; }

    public bool IsClosed { get; init; }
}

/// <summary>A shard.</summary>
internal sealed record TopShard
{
    public int Shard { get; init; }

    public double BidsPerSecond { get; init; }

    /// <summary>Of all bids, from 0 to 1.</summary>
    public double Share { get; init; }

    public bool IsWell { get; init; }
}
