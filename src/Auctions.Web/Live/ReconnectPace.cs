namespace Auctions.Web.Live;

/// <summary>
/// How long a watcher waits before it connects anew. Whoever lost a connection together would come back together, on
/// the process that just started or on those that are left, and bids would stand in line behind them.
/// </summary>
internal static class ReconnectPace
{
    private const double PerSecond = 2_500;

    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SpreadLeast = TimeSpan.FromSeconds(1);

    /// <summary>A wait, drawn evenly from half a second on.</summary>
    /// <param name="watchers">How many come at the same time: some 2,500 of them in each second.</param>
    public static TimeSpan Draw(int watchers) => Draw(watchers, Random.Shared.NextDouble());

    /// <param name="watchers">How many come at the same time.</param>
    /// <param name="drawn">From 0 to 1.</param>
    internal static TimeSpan Draw(int watchers, double drawn) =>
        Least + (drawn * (SpreadLeast + TimeSpan.FromSeconds(watchers / PerSecond)));
}
