namespace Auctions.Chaos.Scenarios;

/// <summary>Requests that are repeated, reordered, delayed, cut, or too many.</summary>
internal static class RequestFaults
{
    public static IReadOnlyList<Scenario> All { get; } = [];
}
