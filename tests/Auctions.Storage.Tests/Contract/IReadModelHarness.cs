using Auctions.Engine.Ports;

namespace Auctions.Storage.Tests;

/// <summary>Read models to put under contract, and the journal that they are of.</summary>
public interface IReadModelHarness : IAsyncDisposable
{
    IJournal Journal { get; }

    IReadModels ReadModels { get; }

    /// <summary>Makes a shard's lists unreadable from now on.</summary>
    Task BreakAsync(int shard);
}
