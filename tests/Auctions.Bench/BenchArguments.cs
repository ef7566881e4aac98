using System.CommandLine;
using Auctions.Bench.Peers;
using Auctions.Bench.Presets;
using Auctions.Bench.Reporting;
using Auctions.Bench.Spikes;
using Auctions.Bench.Subjects;
using Auctions.Measuring;

namespace Auctions.Bench;

/// <summary>What can be asked of the level of the engine, and how it is understood.</summary>
internal static class BenchArguments
{
    private const double RegressionPercent = 20;

    private static readonly Option<double> Seconds = OptionMaker.Seconds(
        "--seconds", 10, least: 0.1, "Measured time of each run.");

    private static readonly Option<double> Warmup = OptionMaker.Seconds(
        "--warmup", 2, least: 0, "Time before it that is not counted; 0: nor is anything rehearsed.");

    private static readonly Option<int> Runs = OptionMaker.Whole("--runs", 3, "Runs of each contestant, in turns.");

    private static readonly Option<Scenario[]> OnWhat = OptionMaker.Listed(
        "--scenario",
        "hot: one auction; spread: 1,000 in turn; many: 100,000 by Zipf's law; spike: 1,000 that end together, with " +
        "most bids just before.",
        Scenarios.ByDefault);

    private static readonly Option<int[]> Outstanding = OptionMaker.Counts(
        "--outstanding", "Bids under way in the engine.", 64, 1_024, 4_096);

    private static readonly Option<int[]> Shards = OptionMaker.Counts("--shards", "Shards of the engine's store.", 1);

    private static readonly Option<Peer[]> Peers = OptionMaker.ListedOrNone<Peer>(
        "--peers", "rowlock, optimistic, statement, pipelined, redis; those whose server is given; or none.", []);

    private static readonly Option<int[]> Connections = OptionMaker.Counts(
        "--connections", "Connections of a peer; the best counts.", 1, 4, 16, 64);

    private static readonly Option<int?> Rate = OptionMaker.Rate();

    private static readonly Option<bool> Peak = new("--peak")
    {
        Description = "Finds the highest rate of which 99 % is accepted, with p99 within 120 ms.",
    };

    private static readonly SpikeArguments Spike = new();

    private static readonly Option<FileInfo?> Json = OptionMaker.Json();

    private static readonly Option<FileInfo?> Chart = OptionMaker.Chart();

    private static readonly Option<FileInfo?> Against = new("--against")
    {
        Description = "Compares with what --json wrote at another time; exit 4 if something got worse.",
    };

    private static readonly Option<double> Regression = OptionMaker.Percent(
        "--regression",
        RegressionPercent,
        "By how much a ratio to a peer may be worse than --against; without peers throughput and p99.");

    private static readonly Option<bool> Quick = new("--quick")
    {
        Description = "Chooses everything itself: the engine against every peer, and a short spike; 5 minutes.",
    };

    private static readonly Option<bool> Full = new("--full")
    {
        Description = "Chooses everything itself: all there is; 40 minutes.",
    };

    // What goes with a preset; the rest it chooses itself.
    private static readonly Option[] Free =
    [
        StoreArguments.Postgres, StoreArguments.Redis, StoreArguments.Directory, Json, Chart, Against, Regression,
        Quick, Full,
    ];

    private static readonly Option[] Chosen =
    [
        Seconds, Warmup, Runs, OnWhat, Outstanding, Shards, StoreArguments.Store, Peers, Connections, Rate, Peak,
        .. Spike.All,
    ];

    public static IEnumerable<Option> All => [.. Chosen, .. Free];

    /// <summary>The preset that is asked for, if one is.</summary>
    /// <exception cref="MeasurementException">Something that it chooses itself is asked for, too.</exception>
    public static Preset? PresetOf(ParseResult parsed)
    {
        var preset = parsed.GetValue(Full) ? Preset.Full : parsed.GetValue(Quick) ? Preset.Quick : null;
        var chosen = preset is null
            ? null
            : Chosen.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false });
        return chosen is null
            ? preset
            : throw new MeasurementException($"--{preset!.Name} chooses {chosen.Name} itself; leave it out.");
    }

    /// <exception cref="MeasurementException">Something is asked that cannot be.</exception>
    public static async Task<PresetOptions> ReadPresetAsync(ParseResult parsed, CancellationToken cancellation) => new(
        [StoreArguments.Directory.Name, parsed.GetValue(StoreArguments.Directory)!],
        parsed.GetValue(StoreArguments.Postgres)?.FullName,
        parsed.GetValue(StoreArguments.Redis),
        await OutputsAsync(parsed, cancellation));

    /// <exception cref="MeasurementException">Something is asked that cannot be.</exception>
    public static async Task<BenchOptions> ReadAsync(ParseResult parsed, CancellationToken cancellation) =>
        Read(parsed) with { Outputs = await OutputsAsync(parsed, cancellation) };

    /// <summary>What is asked, but for the baseline, which is in a file.</summary>
    /// <exception cref="MeasurementException">Something is asked that cannot be.</exception>
    public static BenchOptions Read(ParseResult parsed)
    {
        if (parsed.GetValue(Peak) && parsed.GetValue(Rate) is not null)
        {
            throw new MeasurementException("--peak finds the rate itself; leave --rate out.");
        }

        var choice = StoreArguments.Choose(parsed, parsed.GetValue(StoreArguments.Store));
        return new BenchOptions(
            TimeSpan.FromSeconds(parsed.GetValue(Seconds)),
            TimeSpan.FromSeconds(parsed.GetValue(Warmup)),
            parsed.GetValue(Runs),
            parsed.GetValue(OnWhat)!,
            parsed.GetValue(Outstanding)!,
            parsed.GetValue(Shards)!,
            parsed.GetResult(Peers) is { Implicit: false } ? parsed.GetValue(Peers)! : PeersFor(choice),
            parsed.GetValue(Connections)!,
            parsed.GetValue(Rate),
            parsed.GetValue(Peak),
            Spike.Read(parsed),
            choice,
            new Outputs(parsed.GetValue(Json)?.FullName, parsed.GetValue(Chart)?.FullName));
    }

    private static async Task<Outputs> OutputsAsync(ParseResult parsed, CancellationToken cancellation)
    {
        ComparisonOptions? comparison = null;
        if (parsed.GetValue(Against)?.FullName is { } file)
        {
            comparison = new ComparisonOptions(
                file, await Baseline.ReadAsync(file, cancellation), parsed.GetValue(Regression));
        }

        var outputs = new Outputs(
            parsed.GetValue(Json)?.FullName, parsed.GetValue(Chart)?.FullName, comparison);
        outputs.Check();
        return outputs;
    }

    private static Peer[] PeersFor(StoreChoice choice) =>
        [.. Enum.GetValues<Peer>().Where(peer => PeerSubjects.CanRun(peer, choice))];
}
