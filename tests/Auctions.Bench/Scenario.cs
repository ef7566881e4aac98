namespace Auctions.Bench;

/// <summary>On what is bid.</summary>
internal enum Scenario
{
    /// <summary>One auction.</summary>
    Hot,

    /// <summary>1,000 auctions, in turn.</summary>
    Spread,
}

/// <summary>What a scenario means.</summary>
internal static class Scenarios
{
    public static int LotsOf(Scenario scenario) => scenario switch
    {
        Scenario.Hot => 1,
        Scenario.Spread => 1_000,
    };
}
