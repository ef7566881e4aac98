using System.CommandLine;
using Auctions.Bench.Activations;
using Auctions.Bench.Peers;
using Auctions.Bench.Subjects;

namespace Auctions.Bench;

/// <summary>What can be asked on the command line. Results to stdout, progress to stderr.</summary>
internal static class Commands
{
    /// <summary>Does what is asked; answers the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = Root().Parse(arguments);
        var code = await parsed.InvokeAsync();
        return parsed.Errors.Count > 0 ? ExitCodes.CannotRun : code;
    }

    private static RootCommand Root()
    {
        var seconds = OptionMaker.Seconds("--seconds", 10, least: 0.1, "Measured time of each run.");
        var warmup = OptionMaker.Seconds("--warmup", 2, least: 0, "Time before it that is not counted.");
        var runs = OptionMaker.Whole("--runs", 3, "Runs of each contestant, in turns.");
        var scenarios = OptionMaker.Listed(
            "--scenario", "hot: one auction; spread: 1,000.", Enum.GetValues<Scenario>());
        var outstanding = OptionMaker.Counts("--outstanding", "Bids under way in the engine.", 64, 1_024, 4_096);
        var shards = OptionMaker.Counts("--shards", "Shards of the engine's store.", 1);
        var peers = OptionMaker.Listed<Peer>("--peers", "rowlock, statement; both if PostgreSQL is given.", []);
        var connections = OptionMaker.Counts("--connections", "Connections of a peer; the best counts.", 1, 4, 16, 64);
        var rate = OptionMaker.Rate();
        var json = OptionMaker.Json();
        var root = new RootCommand(
            "Measures durable bids per second, and what the store holds afterwards; exit 1 if that is not what was " +
            "acknowledged, 2 if it cannot run.")
        {
            seconds, warmup, runs, scenarios, outstanding, shards, StoreArguments.Store, peers, connections, rate,
            StoreArguments.Postgres, StoreArguments.Directory, json, Activation(),
        };
        root.SetAction((parsed, cancellation) => ExitCodes.GuardAsync(async () =>
        {
            var choice = ChoiceOf(parsed);
            var options = new BenchOptions(
                TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                TimeSpan.FromSeconds(parsed.GetValue(warmup)),
                parsed.GetValue(runs),
                parsed.GetValue(scenarios)!,
                parsed.GetValue(outstanding)!,
                parsed.GetValue(shards)!,
                parsed.GetResult(peers) is { Implicit: false } ? parsed.GetValue(peers)! : PeersFor(choice),
                parsed.GetValue(connections)!,
                parsed.GetValue(rate),
                choice,
                parsed.GetValue(json)?.FullName);
            return await new EngineLevel(options).RunAsync(cancellation) ? 0 : ExitCodes.StoredWrongly;
        }));
        return root;
    }

    private static Command Activation()
    {
        var bids = OptionMaker.Whole("--bids", 1_000_000, "Bids of the large auction.");
        var auctions = OptionMaker.Whole("--auctions", 20_000, "Auctions held open at once.");
        var runs = OptionMaker.Whole("--runs", 5, "How often each is opened.");
        var command = new Command("activation", "Measures how fast auctions come into memory and what they take there.")
        {
            bids, auctions, runs,
        };
        command.SetAction((parsed, cancellation) => ExitCodes.GuardAsync(async () =>
        {
            var options = new ActivationOptions(
                parsed.GetValue(bids), parsed.GetValue(auctions), parsed.GetValue(runs), ChoiceOf(parsed));
            await new ActivationRun(options).RunAsync(cancellation);
            return 0;
        }));
        return command;
    }

    private static StoreChoice ChoiceOf(ParseResult parsed) =>
        StoreArguments.Choose(parsed, parsed.GetValue(StoreArguments.Store));

    private static Peer[] PeersFor(StoreChoice choice) => choice.Postgres.Count > 0 ? Enum.GetValues<Peer>() : [];
}
