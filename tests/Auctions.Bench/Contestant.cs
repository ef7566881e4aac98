using Auctions.Measuring;

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

    private const double ShareOfOthers = 0.5;

    /// <summary>What its runs measured so far.</summary>
    public List<LoadResult> Results { get; } = [];

    /// <summary>How often bids had to be tried once more in each of them.</summary>
    public List<long> Retries { get; } = [];

    /// <summary>What its stores held wrongly.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>On how many servers of its store; a peer has one.</summary>
    public int Servers { get; init; } = 1;

    public bool IsEngine => Subject == Engine;

    /// <summary>How long one run is expected to take.</summary>
    public TimeSpan Expected => Plan.Length + Overhead;

    /// <summary>What a run is expected to take beside the time in which bids are sent; a peer's tables are soon made.
    /// </summary>
    public TimeSpan Overhead => Scenarios.OverheadOf(Scenario) * (IsEngine ? 1 : ShareOfOthers);

    /// <summary>The same under another load, with nothing measured yet.</summary>
    public Contestant Under(LoadPlan plan) => new(Scenario, Subject, Setup, plan, StartAsync)
    {
        Servers = Servers,
    };

    public override string ToString() => $"{Scenarios.NameOf(Scenario)}, {Subject}, {Setup}, {Plan.LoadText}";
}
