using Auctions.Simulation.Clockwork;

namespace Auctions.Simulation.Cluster;

/// <summary>What is wrong with shards and the ways to them right now.</summary>
internal sealed class Weather(World world, long healAt)
{
    private readonly Dictionary<int, long> _downUntil = [];
    private readonly Dictionary<int, long> _frozenUntil = [];
    private readonly Dictionary<(int Node, int Shard), long> _cutUntil = [];

    /// <summary>Nothing goes wrong from here on.</summary>
    public bool IsFair => world.Now >= healAt;

    public void BringDown(int shard, long ticks) => _downUntil[shard] = Until(ticks);

    public void Freeze(int shard, long ticks) => _frozenUntil[shard] = Until(ticks);

    public void CutOff(int node, int shard, long ticks) => _cutUntil[(node, shard)] = Until(ticks);

    public bool IsDown(int shard) => _downUntil.Count > 0 && _downUntil.GetValueOrDefault(shard) > world.Now;

    public bool IsCutOff(int node, int shard) =>
        _cutUntil.Count > 0 && _cutUntil.GetValueOrDefault((node, shard)) > world.Now;

    public long? FrozenUntil(int shard) =>
        _frozenUntil.Count > 0 && _frozenUntil.GetValueOrDefault(shard) is var until && until > world.Now
            ? until
            : null;

    private long Until(long ticks) => Math.Min(world.Now + ticks, healAt);
}
