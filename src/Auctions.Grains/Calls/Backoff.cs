namespace Auctions.Grains.Calls;

/// <summary>How long a front end waits before it sends something again, in milliseconds.</summary>
internal static class Backoff
{
    public const int FirstMs = 20;

    private const int MostMs = 320;

    public static int After(int pauseMs) => Math.Min(2 * pauseMs, MostMs);
}
