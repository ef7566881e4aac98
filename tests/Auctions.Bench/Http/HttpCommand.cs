using System.CommandLine;
using Auctions.Bench.Spikes;

namespace Auctions.Bench.Http;

/// <summary>What can be asked of the level of HTTP.</summary>
internal static class HttpCommand
{
    private const int SpikeShards = 4;

    public static Command Create()
    {
        var seconds = OptionMaker.Seconds("--seconds", 10, least: 0.1, "Measured time of each run.");
        var warmup = OptionMaker.Seconds(
            "--warmup", 15, least: 0, "Time before it that is not counted; each run's server has just started.");
        var runs = OptionMaker.Whole("--runs", 3, "Runs of each contestant, in turns.");
        var scenarios = OptionMaker.Listed(
            "--scenario",
            "hot: one auction; spread: 1,000; spike: 1,000 that end together, with most bids just before.",
            Scenarios.ByDefault);
        var outstanding = OptionMaker.Counts(
            "--outstanding", "Bids under way, each on a connection of its own.", 64, 256);
        var connections = OptionMaker.Whole("--connections", 256, "Connections at a given rate.");
        var shards = OptionMaker.Counts(
            "--shards", $"Shards of the server's store; if not given, {SpikeShards} in the scenario spike.", 1);
        var rate = OptionMaker.Rate();
        var spike = new SpikeArguments();
        var json = OptionMaker.Json();
        var chart = OptionMaker.Chart();
        var command = new Command(
            "http",
            "Measures durable bids per second over HTTP: a server as a process, one request and one bearer token per " +
            "bid; and what the same server makes of a constant.")
        {
            seconds, warmup, runs, scenarios, outstanding, connections, shards, rate, json, chart,
        };
        foreach (var option in spike.All)
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancellation) => ExitCodes.GuardAsync(async () =>
        {
            var options = new HttpBenchOptions(
                TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                TimeSpan.FromSeconds(parsed.GetValue(warmup)),
                parsed.GetValue(runs),
                parsed.GetValue(scenarios)!,
                parsed.GetValue(outstanding)!,
                parsed.GetValue(connections),
                parsed.GetValue(shards)!,
                parsed.GetResult(shards) is { Implicit: false } ? parsed.GetValue(shards)! : [SpikeShards],
                parsed.GetValue(rate),
                spike.ReadForProcesses(parsed),
                StoreArguments.Choose(parsed, parsed.GetValue(StoreArguments.Store)),
                new(parsed.GetValue(json)?.FullName, parsed.GetValue(chart)?.FullName));
            options.Outputs.Check();
            return await new HttpLevel(options).RunAsync(cancellation) ? 0 : ExitCodes.StoredWrongly;
        }));
        return command;
    }
}
