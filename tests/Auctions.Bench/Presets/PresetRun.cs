using Auctions.Bench.Reporting;
using Auctions.Measuring;

namespace Auctions.Bench.Presets;

/// <summary>Runs the steps of a preset one after the other and puts together what they find.</summary>
/// <param name="preset">What is to be done.</param>
/// <param name="options">Where things are.</param>
/// <param name="run">Runs a command line; answers its exit code.</param>
/// <param name="expected">How long a command line is expected to take.</param>
internal sealed class PresetRun(
    Preset preset,
    PresetOptions options,
    Func<IReadOnlyList<string>, CancellationToken, Task<int>> run,
    Func<IReadOnlyList<string>, TimeSpan> expected)
{
    /// <summary>How long a step is expected to take.</summary>
    public TimeSpan ExpectedOf(Step step) => step.Expected ?? expected(step.Arguments.Split(' '));

    /// <returns>One of <see cref="ExitCodes"/>, the worst of all steps.</returns>
    /// <exception cref="MeasurementException">The baseline is of something else.</exception>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        Step[] steps = [.. preset.Steps.Where(step => !step.WantsDelay || DelayedServers.AreThere)];
        foreach (var step in preset.Steps.Except(steps))
        {
            Console.Error.WriteLine($"{step.Title}: left out; to have it, {DelayedServers.HowToGive}");
        }

        var agenda = new Agenda(
            steps.Aggregate(TimeSpan.Zero, (sum, step) => sum + ExpectedOf(step)), TimeProvider.System);
        Console.Error.WriteLine(
            $"{preset.Name}: {steps.Length} steps, expected to take {Duration.ToText(agenda.Expected)}");
        var written = new List<(string Title, string? Json)>();
        var code = 0;
        foreach (var (at, step) in steps.Index())
        {
            Console.Error.WriteLine($"step {at + 1} of {steps.Length}: {step.Title}; of all {agenda}");
            Console.WriteLine($"--- {step.Title}\n");
            var (stepCode, json) = await RunAsync(step, cancellation);
            code = ExitCodes.Worse(code, stepCode);
            written.Add((step.Title, json));
            agenda.Done(ExpectedOf(step));
            cancellation.ThrowIfCancellationRequested();
        }

        return ExitCodes.Worse(code, await PublishAsync(PresetDocument.Write(preset.Name, written), cancellation));
    }

    private async Task<(int Code, string? Json)> RunAsync(Step step, CancellationToken cancellation)
    {
        var file = Path.Combine(Path.GetTempPath(), $"auctions-bench-{Guid.NewGuid():N}.json");
        try
        {
            using var delayed = step.WantsDelay ? new DelayedServers() : null;
            string[] arguments = [.. step.Arguments.Split(' '), .. options.Common, .. Places(step, file)];
            var code = await run(arguments, cancellation);
            return (code, File.Exists(file) ? await File.ReadAllTextAsync(file, cancellation) : null);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private IEnumerable<string> Places(Step step, string json)
    {
        yield return "--json";
        yield return json;
        if (options.Postgres is { } postgres && !step.WantsDelay)
        {
            yield return "--postgres";
            yield return postgres;
        }

        if (options.Redis is { } redis && !step.WantsDelay)
        {
            yield return "--redis";
            yield return redis;
        }

        if (options.Outputs.Chart is { } chart && step.Draws)
        {
            yield return "--chart";
            yield return ChartFiles.Beside(chart, step.Title.Replace(",", "").Replace(' ', '-'));
        }
    }

    private async Task<int> PublishAsync(string json, CancellationToken cancellation)
    {
        if (options.Outputs.Json is { } file)
        {
            await File.WriteAllTextAsync(file, json, cancellation);
        }

        return options.Outputs.Comparison is { } comparison ? Publisher.Compare(comparison, json) : 0;
    }
}
