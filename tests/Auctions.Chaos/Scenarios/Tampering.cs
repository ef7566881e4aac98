namespace Auctions.Chaos.Scenarios;

/// <summary>Somebody changes what is stored.</summary>
internal static class Tampering
{
    public static IReadOnlyList<Scenario> All { get; } = [];
}
