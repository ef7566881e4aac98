using Auctions.Measuring;

namespace Auctions.Cli.Bench;

/// <summary>What the command line of a bench says.</summary>
/// <param name="Url">Where the API is; its path ends with a slash.</param>
/// <param name="Scenario">Its name.</param>
/// <param name="Lots">On how many auctions is bid.</param>
/// <param name="Connections">Over how many connections.</param>
/// <param name="Plan">How the server is loaded.</param>
/// <param name="TokenFile">Null: people are named by <c>X-User</c>.</param>
/// <param name="JsonFile">A file that gets everything, or null.</param>
internal sealed record BenchOptions(
    Uri Url, string Scenario, int Lots, int Connections, LoadPlan Plan, string? TokenFile, string? JsonFile);
