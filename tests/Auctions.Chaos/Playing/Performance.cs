using Auctions.Chaos.Judging;
using Auctions.Chaos.Recordings;
using Auctions.Chaos.Servers;
using Auctions.Chaos.Storms;

namespace Auctions.Chaos.Playing;

/// <summary>One scenario, played once: store, server, storm, fault, end of the storm, judgement.</summary>
internal sealed class Performance(
    Scenario scenario, Workshop workshop, StormPlan asked, IReadOnlyList<string> servers)
{
    private const int LogLines = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(5);

    private readonly StormPlan _plan = scenario.Plan?.Invoke(asked) ?? asked;

    private Stage? _stage;

    /// <summary>What the scenario itself had to see and did not.</summary>
    public IReadOnlyList<string> Unmet => _stage?.Unmet ?? [];

    /// <summary>The end of what the servers said.</summary>
    public string LastOfLog() => _stage is null
        ? ""
        : string.Join('\n', _stage.Servers.SelectMany(server => server.ReadLog().Split('\n')
            .Where(line => !string.IsNullOrWhiteSpace(line)).TakeLast(LogLines)));

    /// <summary>Leaves all that each server said in the workshop, a file each.</summary>
    public async Task KeepLogsAsync()
    {
        foreach (var (number, server) in (_stage?.Servers ?? []).Index())
        {
            await File.WriteAllTextAsync(Path.Combine(workshop.Folder, $"server-{number}.log"), server.ReadLog());
        }
    }

    public async Task<Judgement> RunAsync(CancellationToken cancellation)
    {
        var scenery = new Scenery(workshop);
        if (scenario.PrepareAsync is { } prepare)
        {
            workshop.Say("preparing");
            await prepare(scenery, cancellation);
        }

        var grounds = await Grounds.MakeAsync(scenario, scenery, servers, cancellation);
        var stage = _stage = await SetAsync(scenery, grounds, cancellation);
        var healedAt = await StormAsync(stage, cancellation);
        var endedAt = stage.Storm.Time.Now;
        await StopAsync(stage, cancellation);
        if (scenario.AfterStormAsync is { } after)
        {
            await after(stage, cancellation);
        }

        workshop.Say("judging");
        var storm = stage.Storm;
        var recording = new Recording(storm.Time, storm.Lots, storm.Notes, stage.Marks, healedAt, endedAt);
        return await Judge.JudgeAsync(scenario, recording, grounds, ShardsHitOf(scenery), cancellation);
    }

    private IReadOnlyCollection<int> ShardsHitOf(Scenery scenery) =>
        scenery.VictimShard is not null ? [Stage.VictimShard]
        : scenario.OthersKeep is null ? [.. Enumerable.Range(0, scenario.Shards)]
        : [];

    private async Task<Stage> SetAsync(Scenery scenery, Grounds grounds, CancellationToken cancellation)
    {
        workshop.Say(scenario.Silos == 0 ? "starting the server" : "starting the cluster");
        ServerUnderTest MakeServer() => new(scenery.Server, () => grounds.ServerOptions);
        var cluster = scenario.Silos == 0 ? null : workshop.Own(
            new ClusterUnderTest(scenery, grounds.ServerOptions, scenario.Silos, scenario.FrontEnds));
        var server = cluster?.FrontEnds[0] ?? workshop.Own(MakeServer());
        if (cluster is not null)
        {
            await cluster.StartAsync(cancellation);
        }
        else
        {
            await server.ServeAsync(cancellation);
        }

        var urls = cluster?.FrontEnds.Select(frontEnd => frontEnd.Url).ToList() ?? [server.Url];
        if (scenery.Between is { } between)
        {
            urls = [await between(urls[0])];
        }

        var api = new Api(urls);
        var storm = workshop.Own(await Storm.GatherAsync(
            _plan, api, new Names(grounds.IdentityKey), new StageTime(), scenario.Shards, cancellation));
        var stage = new Stage
        {
            Scenery = scenery,
            Server = server,
            Cluster = cluster,
            MakeServer = MakeServer,
            Storm = storm,
            Meta = grounds.Meta,
            Shards = grounds.Shards,
        };
        stage.Servers.AddRange(cluster?.All ?? [server]);
        return stage;
    }

    /// <returns>When everything was whole again.</returns>
    private async Task<long> StormAsync(Stage stage, CancellationToken cancellation)
    {
        var storm = stage.Storm;
        await using var progress = new Timer(
            _ => workshop.Say($"{storm.Tally.All} of {_plan.Bids} bids are acknowledged"),
            null,
            ProgressInterval,
            ProgressInterval);
        storm.Begin();
        await storm.UntilAsync(
            () => storm.Tally.All >= _plan.BidsBefore, "there are bids before the fault", Patience, cancellation);
        await stage.UntilAllServedAsync(cancellation);
        await scenario.PlayAsync(stage, cancellation);
        await stage.UntilAllServedAsync(cancellation);
        var healedAt = storm.Time.Now;
        var wanted = Math.Max(_plan.Bids, storm.Tally.All + _plan.BidsAfter);
        await storm.UntilAsync(
            () => storm.Tally.All >= wanted, $"{wanted} bids are acknowledged", Patience, cancellation);
        workshop.Say("the storm ends");
        await storm.EndAsync(cancellation);
        return healedAt;
    }

    // The one that clients talk to must end well; what else there is may be a zombie.
    private static async Task StopAsync(Stage stage, CancellationToken cancellation)
    {
        foreach (var server in stage.Servers.Where(server => server.IsRunning))
        {
            var code = await server.StopAsync(cancellation);
            stage.Demand(code == 0, $"a server ended with {code}");
        }
    }
}
