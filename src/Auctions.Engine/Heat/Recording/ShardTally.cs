namespace Auctions.Engine.Heat;

/// <summary>What one shard's writer did since frames were last made.</summary>
/// <param name="shard">Its number.</param>
/// <param name="isWell">Whether it is.</param>
internal sealed class ShardTally(int shard, Func<bool> isWell)
{
    private readonly Lock _changing = new();
    private readonly ShardHeat _heat = new() { Shard = shard };

    public int Shard => shard;

    /// <summary>A write succeeded.</summary>
    /// <param name="bids">Bids in it.</param>
    /// <param name="time">How long it took.</param>
    /// <param name="lag">Since its oldest decision.</param>
    public void Wrote(int bids, TimeSpan time, TimeSpan lag)
    {
        lock (_changing)
        {
            _heat.Bids += bids;
            _heat.Writes++;
            _heat.WriteTime.Add((long)time.TotalMicroseconds);
            _heat.FlushLag.Add((long)lag.TotalMicroseconds);
        }
    }

    /// <summary>A write failed, or nobody can tell.</summary>
    public void Failed()
    {
        lock (_changing)
        {
            _heat.FailedWrites++;
        }
    }

    public void AddTo(ShardHeat sum)
    {
        lock (_changing)
        {
            _heat.IsWell = isWell();
            sum.Add(_heat);
            (_heat.Bids, _heat.Writes, _heat.FailedWrites) = (0, 0, 0);
            _heat.WriteTime.Clear();
            _heat.FlushLag.Clear();
        }
    }
}
