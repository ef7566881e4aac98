#pragma warning disable CA1822 // bodies follow
using Auctions.Chaos.Databases;
using Auctions.Chaos.Servers;

namespace Auctions.Chaos;

/// <summary>The running thing: a server, its store, and a storm of bids, to which a scenario does what it does.</summary>
internal sealed class Stage
{
    /// <summary>The shard to which things happen.</summary>
    public const int VictimShard = 0;

    /// <summary>What the scenario prepared.</summary>
    public required Scenery Scenery { get; init; }

    /// <summary>The server, to which clients send their requests.</summary>
    public required ServerUnderTest Server { get; init; }

    /// <summary>
    /// Connection strings of a superuser to each shard's database, past all faults; empty on SQLite.
    /// </summary>
    public required IReadOnlyList<string> Shards { get; init; }

    /// <summary>The database server that holds the victim shard.</summary>
    /// <exception cref="InvalidOperationException">The scenario prepared none.</exception>
    public IDatabaseServer Victim =>
        Scenery.VictimShard ?? throw new InvalidOperationException("The scenario has no victim of its own.");

    /// <summary>Marks that something goes wrong from now on.</summary>
    public void FaultBegins()
    {
    }

    /// <summary>
    /// Marks that it is whole again, from when on the time to service counts: for a server that is gone, just before it
    /// is started again.
    /// </summary>
    public void FaultEnds()
    {
    }

    /// <summary>Waits until so many more bids are acknowledged, on whatever shard.</summary>
    public Task UntilAcknowledgedAsync(int more, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Waits until a bid on the victim shard is acknowledged that was sent after this call.</summary>
    public Task UntilServedAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Starts one more server on the same store, on a URL of its own; it is ended with the stage.</summary>
    public Task<ServerUnderTest> StartAnotherAsync(CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>From now on clients send their requests there.</summary>
    public void SendTo(ServerUnderTest server)
    {
    }

    /// <summary>
    /// Something the scenario itself must see, such as a good exit code; if it does not hold, the scenario is red.
    /// </summary>
    public void Demand(bool holds, string otherwise)
    {
    }

    /// <summary>Tells the progress.</summary>
    public void Say(string what) => Scenery.Workshop.Say(what);
}
