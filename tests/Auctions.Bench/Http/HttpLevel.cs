using Auctions.Bench.Peaks;
using Auctions.Bench.Reporting;
using Auctions.Bench.Spikes;
using Auctions.Bench.Subjects;
using Auctions.Measuring;
using Auctions.Measuring.Http;
using Auctions.Scenarios.Support;

namespace Auctions.Bench.Http;

/// <summary>The level of a server as a process, bid on over HTTP with tokens, and of a constant from it.</summary>
internal sealed class HttpLevel(HttpBenchOptions options)
{
    private const int TokenSeconds = 86_400;

    /// <summary>False: a store did not hold what was acknowledged.</summary>
    /// <exception cref="MeasurementException">Something cannot run.</exception>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        await using var authority = await TokenAuthority.StartAsync();
        var roster = new HttpRoster(options, authority, CallersOf(authority));
        var contestants = roster.Loaded();
        var spikes = new SpikeStage(
            roster.Spikes(),
            options.Spike,
            new PeakTiming(options.Warmup, options.Measured, options.Runs, WithHalf: false));
        var settings = await SettingsAsync(cancellation);
        var run = new BenchRun(settings, contestants, options.Runs, spikes, options.Outputs);
        var isRight = await run.RunAsync(cancellation);
        foreach (var (bids, constant) in Pairs(contestants))
        {
            Console.WriteLine(Compare(bids, constant));
        }

        return isRight;
    }

    /// <summary>Bidders and a seller with good tokens.</summary>
    public static HttpCallers CallersOf(TokenAuthority authority) => HttpCallers.ByToken(
        name => authority.Token(authority.Claims(name, "bid sell", validUntil: TokenSeconds)));

    private async Task<Settings> SettingsAsync(CancellationToken cancellation)
    {
        var lines = Settings.Machine(options.Store)
            .Concat(Settings.Runs(options.Runs, options.Measured, options.Warmup, options.Rate))
            .Append(new("http", "a server as a process on the same cores, in Development; each bid is one request, " +
                "with a bearer token (RS256) and an idempotency key, alone on its connection; constant: GET " +
                "/healthz/live"))
            .Concat(options.Scenarios.Contains(Scenario.Spike) ? Settings.Spikes(options.Spike, options.Runs) : []);
        return new Settings(options.Store.Kind == StoreKind.Postgres
            ? [.. lines, new("PostgreSQL", await PostgresProbe.ReadAsync(options.Store.Postgres[0], cancellation))]
            : [.. lines]);
    }

    // At a given rate both do what they are offered, so throughput does not compare them.
    private static IEnumerable<(Contestant Bids, Contestant Constant)> Pairs(
        IReadOnlyList<Contestant> contestants) =>
        from bids in contestants
        where bids.Subject == HttpRoster.Bid && bids.Plan.Rate is null
        select (bids, contestants.Single(other => other.Subject == HttpRoster.Constant && other.Setup == bids.Setup));

    private static string Compare(Contestant bids, Contestant constant)
    {
        var percents = bids.Results
            .Zip(constant.Results, (one, other) => 100 * one.AcceptedPerSecond / other.AcceptedPerSecond)
            .ToArray();
        return $"{bids}: bids come to {Statistics.Median(percents):N0} % of a constant from the same server, " +
            $"{percents.Min():N0} to {percents.Max():N0}";
    }
}
