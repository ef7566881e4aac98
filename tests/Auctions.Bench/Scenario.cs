using Auctions.Measuring;

namespace Auctions.Bench;

/// <summary>On what is bid.</summary>
internal enum Scenario
{
    /// <summary>One auction.</summary>
    Hot,

    /// <summary>1,000 auctions, in turn.</summary>
    Spread,

    /// <summary>100,000 auctions, some of them a hundred thousand times as popular as others.</summary>
    Many,

    /// <summary>1,000 auctions that end together, with most bids just before.</summary>
    Spike,
}

/// <summary>What a scenario means.</summary>
internal static class Scenarios
{
    private const double Exponent = 1.1;
    private const int Seed = 1;

    // What a run takes beside the time in which bids are sent: a store is made and read back.
    private static readonly TimeSpan Overhead = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan OverheadOfMany = TimeSpan.FromSeconds(40);

    private static readonly Lazy<LotChooser> Zipf = new(() => new ZipfLots(LotsOf(Scenario.Many), Exponent, Seed));

    /// <summary>What is measured unless something else is asked for.</summary>
    public static Scenario[] ByDefault => [Scenario.Hot, Scenario.Spread];

    public static int LotsOf(Scenario scenario) => scenario switch
    {
        Scenario.Hot => 1,
        Scenario.Spread or Scenario.Spike => 1_000,
        Scenario.Many => 100_000,
    };

    /// <summary>On which auction each bid is placed.</summary>
    public static LotChooser ChooserOf(Scenario scenario) => scenario switch
    {
        Scenario.Hot or Scenario.Spread or Scenario.Spike => new RoundRobin(LotsOf(scenario)),
        Scenario.Many => Zipf.Value,
    };

    /// <summary>What a run is expected to take beside the time in which bids are sent.</summary>
    public static TimeSpan OverheadOf(Scenario scenario) => scenario switch
    {
        Scenario.Hot or Scenario.Spread or Scenario.Spike => Overhead,
        Scenario.Many => OverheadOfMany,
    };

    /// <summary>As on the command line.</summary>
    public static string NameOf(Scenario scenario) => scenario.ToString().ToLowerInvariant();
}
