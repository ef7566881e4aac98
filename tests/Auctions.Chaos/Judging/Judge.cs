using Auctions.Chaos.Playing;
using Auctions.Chaos.Recordings;
using Auctions.Chaos.Storms;
using Auctions.Core;
using Auctions.Simulation.Checking;
using Auctions.Storage;

namespace Auctions.Chaos.Judging;

/// <summary>Compares what clients were told with what is stored.</summary>
internal static class Judge
{
    /// <summary>Reads the store, with nothing running on it, and judges.</summary>
    /// <param name="scenario">What was played.</param>
    /// <param name="recording">What clients were told.</param>
    /// <param name="grounds">The store.</param>
    /// <param name="hit">Numbers of the shards that the fault hits; the others are to go on.</param>
    /// <param name="cancellation">Ends the judging.</param>
    public static async Task<Judgement> JudgeAsync(
        Scenario scenario,
        Recording recording,
        Grounds grounds,
        IReadOnlyCollection<int> hit,
        CancellationToken cancellation)
    {
        var verified = await Verified.RunAsync(grounds, cancellation);
        var problem = (string?)null;
        StoredStore store;
        try
        {
            store = await StoredStore.ReadAsync(grounds, scenario.Shards, cancellation);
        }
        catch (StorageException unreadable)
        {
            problem = unreadable.Message;
            store = new StoredStore(
                new Dictionary<AuctionId, Engine.Verification.StoredAuction>(),
                [],
                [.. Enumerable.Repeat(Array.Empty<Engine.Ports.Outage>(), scenario.Shards)]);
        }

        var names = new Names(grounds.IdentityKey);
        var (figures, violations) =
            Compare(
                recording,
                store,
                names,
                Grounds.Extension,
                scenario.ClockTolerance,
                hit,
                byAuction: scenario.FlowsWithin is not null);
        return new Judgement(
            figures, problem is null ? violations : [new Violation("I10", problem), .. violations], verified);
    }

    /// <summary>Judges what was read.</summary>
    public static (Figures Figures, IReadOnlyList<Violation> Violations) Compare(
        Recording recording,
        StoredStore store,
        Names names,
        TimeSpan extension,
        TimeSpan clockTolerance,
        IReadOnlyCollection<int> hit,
        bool byAuction = false)
    {
        var history = RealHistory.Of(recording, store, names, extension, clockTolerance);
        var complaints = new Complaints();
        new ReadsCheck(recording, history, names, complaints).Check();
        return (Figures.Of(recording, history, hit, byAuction), [.. Checker.Check(history), .. complaints.All]);
    }
}
