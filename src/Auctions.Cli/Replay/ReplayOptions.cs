namespace Auctions.Cli.Replay;

/// <summary>What the command line of a replay says.</summary>
/// <param name="File">Path of the file.</param>
/// <param name="Url">Where the API is; its path ends with a slash.</param>
/// <param name="Parallel">Auctions at a time.</param>
/// <param name="Run">Null: the run is named after the file's contents.</param>
/// <param name="TokenFile">Null: people are named by <c>X-User</c>.</param>
/// <param name="ExactMin">Null: any number of exact prices will do.</param>
/// <param name="Json">Whether the report is for machines.</param>
internal sealed record ReplayOptions(
    string File, Uri Url, int Parallel, string? Run, string? TokenFile, int? ExactMin, bool Json);
