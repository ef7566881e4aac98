namespace Auctions.Engine.Heat;

/// <summary>What one shard's writers did during a frame.</summary>
public sealed class ShardHeat
{
    public int Shard { get; init; }

    /// <summary>Bids that became durable.</summary>
    public long Bids { get; set; }

    /// <summary>Writes that succeeded.</summary>
    public long Writes { get; set; }

    /// <summary>Writes that failed, or of which nobody can tell.</summary>
    public long FailedWrites { get; set; }

    /// <summary>Time of one write.</summary>
    public DurationHistogram WriteTime { get; init; } = new();

    /// <summary>Oldest decision of a write until it was durable.</summary>
    public DurationHistogram FlushLag { get; init; } = new();

    /// <summary>Whether every process that writes to it finds it well.</summary>
    public bool IsWell { get; set; } = true;

    public void Add(ShardHeat other)
    {
        Bids += other.Bids;
        Writes += other.Writes;
        FailedWrites += other.FailedWrites;
        WriteTime.Add(other.WriteTime);
        FlushLag.Add(other.FlushLag);
        IsWell &= other.IsWell;
    }
}
