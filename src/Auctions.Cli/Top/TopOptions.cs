namespace Auctions.Cli.Top;

/// <summary>What the command line of a top says.</summary>
/// <param name="Url">Where the server is; its path ends with a slash.</param>
/// <param name="User">Who asks.</param>
/// <param name="TokenFile">Null: who asks is named by <c>X-User</c>.</param>
/// <param name="Window">Over how many seconds rates and percentiles are.</param>
/// <param name="Once">Whether it ends after one report.</param>
/// <param name="Json">Whether reports are printed as they come.</param>
internal sealed record TopOptions(Uri Url, string User, string? TokenFile, int Window, bool Once, bool Json);
