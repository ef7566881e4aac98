using Auctions.Engine;
using Auctions.Engine.Ports;

namespace Auctions.Storage;

/// <summary>Where everything is kept: in SQLite files or on PostgreSQL servers. Dispose of it last.</summary>
public interface IStore : IAsyncDisposable
{
    IJournal Journal { get; }

    IReadModels ReadModels { get; }

    /// <summary>What was hot, and the audit log of operators.</summary>
    IHeatHistory HeatHistory { get; }

    /// <summary>Gives single auctions another shard.</summary>
    IAuctionMover Mover { get; }

    /// <summary>The secret that makes pseudonyms.</summary>
    byte[] IdentityKey { get; }

    /// <summary>The clock that rules: the shards' own where they have one.</summary>
    AuctionClock Clock { get; }

    /// <summary>What is stored where, for the log.</summary>
    string Description { get; }
}
