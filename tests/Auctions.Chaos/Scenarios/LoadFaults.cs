using System.Globalization;
using Auctions.Chaos.Machines;

namespace Auctions.Chaos.Scenarios;

/// <summary>
/// Far more bids for one auction than can be written. What can be written is made small, by a disk that flushes slowly
/// and by segments of a few bids, so that one machine can offer ten times as much.
/// </summary>
internal static class LoadFaults
{
    private const int Times = 10, UnderWay = 256;

    // Less than this of what the auction takes at most, and bids would only get into each other's way.
    private const double LeastKept = 0.75;

    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(5), Raging = TimeSpan.FromSeconds(5);

    public static IReadOnlyList<Scenario> All { get; } =
    [
        On("hot-auction", Needs.None),
        On("cluster-hot-auction", Needs.Orleans) with { Silos = Clusters.Silos },
    ];

    private static Scenario On(string name, Needs needs)
    {
        var scenario = Victims.On(
            name,
            "an auction at ten times what it can take",
            "Fdatasync of a shard is delayed by 50 ms, segments are small; what one auction takes is measured, then " +
            "ten times as many bids a second come for it for 5 s, in an open loop.",
            PlayAsync,
            needs: needs | Needs.Strace | Needs.Root).Busy();
        return scenario with
        {
            PrepareAsync = async (scenery, token) =>
            {
                await scenario.PrepareAsync!(scenery, token);
                scenery.Server.Options.AddRange(["--Engine:SegmentBytesMax", "1024"]);
            },
        };
    }

    private static async Task PlayAsync(Stage stage, PostgresServer server, CancellationToken cancellation)
    {
        var storm = stage.Storm;
        var lot = storm.Lots.First(lot => lot.Shard == Stage.VictimShard && !storm.Ends(lot));
        var flood = storm.Flood(lot);
        await using (await DiskFaults.BeginAsync(server, "delay_exit=50000"))
        {
            for (var round = 0; round < storm.Plan.Rounds; round++)
            {
                var most = await flood.SaturateAsync(UnderWay, Measured, cancellation);
                stage.FaultBegins();
                var (offered, accepted) = await flood.RageAsync(Times * most, Raging, cancellation);
                stage.FaultEnds();
                stage.Say(string.Create(
                    CultureInfo.InvariantCulture,
                    $"round {round + 1}: takes {most:0}/s; offered {offered:0}/s, accepted {accepted:0}/s meanwhile"));
                stage.Demand(
                    accepted >= LeastKept * most,
                    $"offered {offered:0} bids a second, the auction took {accepted:0}, and {most:0} at most before");
            }
        }

        await stage.UntilServedAsync(cancellation);
    }
}
