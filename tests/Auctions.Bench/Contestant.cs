using Auctions.Bench.Measuring;
using Auctions.Bench.Subjects;

namespace Auctions.Bench;

/// <summary>A subject in one setup, in one scenario.</summary>
/// <param name="Scenario">On what is bid.</param>
/// <param name="Subject">Its name: engine, or a peer.</param>
/// <param name="Setup">How it is set up, for people.</param>
/// <param name="Plan">How it is loaded.</param>
/// <param name="StartAsync">Makes it anew.</param>
internal sealed record Contestant(
    Scenario Scenario, string Subject, string Setup, LoadPlan Plan, Func<CancellationToken, Task<ISubject>> StartAsync)
{
    public const string Engine = "engine";

    /// <summary>What its runs measured so far.</summary>
    public List<LoadResult> Results { get; } = [];

    public bool IsEngine => Subject == Engine;

    public override string ToString() =>
        $"{Scenario.ToString().ToLowerInvariant()}, {Subject}, {Setup}, " +
        (Plan.Rate is { } rate ? $"{rate:N0}/s due" : $"{Plan.Outstanding:N0} outstanding");
}
