using System.Globalization;
using Auctions.Chaos.Databases;
using Auctions.Chaos.Recordings;
using Auctions.Chaos.Servers;
using Auctions.Chaos.Storms;

namespace Auctions.Chaos;

/// <summary>
/// The running thing: a server, its store, and a storm of bids, to which a scenario does what it does.
/// </summary>
internal sealed class Stage
{
    /// <summary>The shard to which things happen.</summary>
    public const int VictimShard = 0;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly List<Mark> _marks = [];
    private readonly List<string> _unmet = [];

    /// <summary>What the scenario prepared.</summary>
    public required Scenery Scenery { get; init; }

    /// <summary>The server, to which clients send their requests; of a cluster the first front end.</summary>
    public required ServerUnderTest Server { get; init; }

    /// <summary>The cluster; null: one server is played with.</summary>
    public ClusterUnderTest? Cluster { get; init; }

    /// <summary>
    /// Connection string of a superuser to the meta database, past all faults; empty on SQLite.
    /// </summary>
    public string Meta { get; init; } = "";

    /// <summary>Makes one more server on the same store, not started yet.</summary>
    public required Func<ServerUnderTest> MakeServer { get; init; }

    /// <summary>The storm that goes on.</summary>
    public required Storm Storm { get; init; }

    /// <summary>
    /// Connection strings of a superuser to each shard's database, past all faults; empty on SQLite.
    /// </summary>
    public required IReadOnlyList<string> Shards { get; init; }

    /// <summary>Every server that was started, the first one first.</summary>
    public List<ServerUnderTest> Servers { get; } = [];

    /// <summary>When something was wrong.</summary>
    public IReadOnlyList<Mark> Marks => _marks;

    /// <summary>What the scenario itself had to see and did not.</summary>
    public IReadOnlyList<string> Unmet => _unmet;

    /// <summary>The database server that holds the victim shard.</summary>
    /// <exception cref="InvalidOperationException">The scenario prepared none.</exception>
    public IDatabaseServer Victim =>
        Scenery.VictimShard ?? throw new InvalidOperationException("The scenario has no victim of its own.");

    /// <summary>Marks that something goes wrong from now on.</summary>
    public void FaultBegins()
    {
        _marks.Add(new Mark(Storm.Time.Now, null));
        Say($"the fault begins; {Storm.Tally.All} bids are acknowledged");
    }

    /// <summary>
    /// Marks that it is whole again, from when on the time to service counts: for a server that is gone, just before it
    /// is started again.
    /// </summary>
    public void FaultEnds()
    {
        _marks[^1] = _marks[^1] with { Ended = Storm.Time.Now };
        Say($"the fault ends; {Storm.Tally.All} bids are acknowledged");
    }

    /// <summary>Waits until so many more bids are acknowledged, on whatever shard.</summary>
    public Task UntilAcknowledgedAsync(int more, CancellationToken cancellation)
    {
        var wanted = Storm.Tally.All + more;
        return Storm.UntilAsync(
            () => Storm.Tally.All >= wanted, $"{more} more bids are acknowledged", Patience, cancellation);
    }

    /// <summary>Waits until a bid on the victim shard is acknowledged that was sent after this call.</summary>
    public Task UntilServedAsync(CancellationToken cancellation) => UntilServedAsync(VictimShard, cancellation);

    /// <summary>The same for every shard.</summary>
    public async Task UntilAllServedAsync(CancellationToken cancellation)
    {
        for (var shard = 0; shard < Storm.Tally.Shards; shard++)
        {
            await UntilServedAsync(shard, cancellation);
        }
    }

    /// <summary>
    /// Waits until on every auction that stays open a bid is acknowledged that was sent after this call.
    /// </summary>
    public async Task UntilAllFlowAsync(CancellationToken cancellation)
    {
        var now = Storm.Time.Now;
        foreach (var lot in Storm.Lots.Where(lot => !Storm.Ends(lot)))
        {
            await Storm.UntilAsync(
                () => Storm.Tally.LastSentAtOfLot(lot.Number) > now,
                $"bids on auction {lot.Number} flow again",
                Patience,
                cancellation);
        }

        var took = TimeSpan.FromTicks(Storm.Time.Now - now);
        Say(string.Create(
            CultureInfo.InvariantCulture, $"bids flow on every auction, {took.TotalSeconds:0.00} s later"));
    }

    /// <summary>Starts one more server on the same store, on a URL of its own; it is ended with the stage.</summary>
    public async Task<ServerUnderTest> StartAnotherAsync(CancellationToken cancellation)
    {
        var another = Scenery.Workshop.Own(MakeServer());
        Servers.Add(another);
        await another.StartAsync(cancellation);
        return another;
    }

    /// <summary>From now on clients send their requests there.</summary>
    public void SendTo(ServerUnderTest server) => Storm.Api.SendTo(server.Url);

    /// <summary>
    /// Something the scenario itself must see, such as a good exit code; if it does not hold, the scenario is red.
    /// </summary>
    public void Demand(bool holds, string otherwise)
    {
        if (!holds)
        {
            _unmet.Add(otherwise);
        }
    }

    /// <summary>Tells the progress.</summary>
    public void Say(string what) => Scenery.Workshop.Say(what);

    /// <summary>The same for one of them.</summary>
    public Task UntilServedAsync(int shard, CancellationToken cancellation)
    {
        var now = Storm.Time.Now;
        return Storm.UntilAsync(
            () => Storm.Tally.LastSentAt(shard) > now, $"shard {shard} serves again", Patience, cancellation);
    }
}
