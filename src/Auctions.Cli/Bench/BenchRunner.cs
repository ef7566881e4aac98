using Auctions.Cli.Replay;
using Auctions.Measuring;
using Auctions.Measuring.Http;

namespace Auctions.Cli.Bench;

/// <summary>Runs a bench from the first auction to the comparison.</summary>
internal sealed class BenchRunner(BenchOptions options, CommandContext context)
{
    private const int ProblemsShown = 10;

    private readonly TimeSpan _loadTime = options.Plan.Warmup + options.Plan.Measured;
    private volatile string _phase = "creating auctions";
    private long _loadedSince;

    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    /// <exception cref="CommandFailedException">It cannot run, or the server does not show what it
    /// acknowledged.</exception>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        CheckFile();
        var callers = await CallersAsync(cancellation);
        try
        {
            var running = MeasureAsync(callers, cancellation);
            await CommandProgress.ShowAsync(running, _loadTime.TotalSeconds, Progress, context);
            var report = await running;
            context.Output.Write(report.ToText());
            if (options.JsonFile is { } file)
            {
                await File.WriteAllTextAsync(file, report.ToJson(), cancellation);
            }

            return report.Problems.Count == 0 ? ExitCodes.Ok : throw Mismatch(report.Problems);
        }
        catch (MeasurementException failed)
        {
            throw new CommandFailedException(failed.Message);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new CommandFailedException("stopped; the auctions it made stay open for a day.");
        }
    }

    // A run of minutes is not thrown away for want of a place to write.
    private void CheckFile()
    {
        if (options.JsonFile is { } file)
        {
            try
            {
                File.OpenHandle(file, FileMode.OpenOrCreate, FileAccess.Write).Dispose();
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
            {
                throw new CommandFailedException($"--json: {file} cannot be written: {problem.Message}");
            }
        }
    }

    private async Task<HttpCallers> CallersAsync(CancellationToken cancellation)
    {
        if (options.TokenFile is not { } path)
        {
            return HttpCallers.ByName();
        }

        var tokens = await BearerTokens.LoadAsync(path, cancellation);
        return tokens.AreShared
            ? throw new CommandFailedException(
                $"--token: {path} has one token for everyone, and nobody bids on the own lot; put a line " +
                $"\"person token\" for {HttpCallers.SellerName} and for each of {HttpCallers.NameOf(0)} to " +
                $"{HttpCallers.NameOf(Bids.Bidders - 1)} into it.")
            : HttpCallers.ByToken(tokens.Of);
    }

    private async Task<BenchReport> MeasureAsync(HttpCallers callers, CancellationToken cancellation)
    {
        await using var subject = await HttpSubject.StartAsync(
            options.Url, callers, options.Lots, options.Connections, cancellation);
        Volatile.Write(ref _loadedSince, context.Time.GetTimestamp());
        _phase = "loading";
        var load = Load.Of(subject, new Ladder(options.Lots), options.Plan);
        var result = await load.RunAsync(options.Plan, cancellation);
        _phase = "reading back";
        var problems = await ReadBack.CheckAsync(result.Total, subject.ReadBackAsync(cancellation), cancellation);
        return new BenchReport(options, result, subject.Losses, problems);
    }

    private ProgressState Progress()
    {
        var since = Volatile.Read(ref _loadedSince);
        var loaded = since == 0 ? 0 : Math.Min(_loadTime.TotalSeconds, context.Time.GetElapsedTime(since).TotalSeconds);
        return new ProgressState(
            loaded, $"bench: {_phase}, {loaded:0} of {_loadTime.TotalSeconds:0} s", _phase);
    }

    private CommandFailedException Mismatch(IReadOnlyList<string> problems)
    {
        foreach (var problem in problems.Take(ProblemsShown))
        {
            context.Error.WriteLine($"SHOWN WRONGLY: {OneLine.Of(problem)}");
        }

        return new CommandFailedException(
            "the server does not show what it acknowledged; auctions verify says whether its store is whole.",
            ExitCodes.Mismatch);
    }
}
