namespace Auctions.Cli.Demo;

/// <summary>What the command line of a demo says.</summary>
/// <param name="Url">Where the API is; its path ends with a slash.</param>
/// <param name="Lots">Lots at a time.</param>
/// <param name="Seed">Of all chance; null: drawn.</param>
/// <param name="Speed">How many times faster than people.</param>
/// <param name="UntilExit">The process with which it ends; null: none.</param>
/// <param name="Json">Whether what it did is told to machines.</param>
internal sealed record DemoOptions(Uri Url, int Lots, int? Seed, int Speed, int? UntilExit, bool Json);
