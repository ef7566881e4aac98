namespace Auctions.Storage;

/// <summary>How instants are stored: ticks of 100 ns since 1970-01-01T00:00:00Z, so that nothing is rounded.</summary>
internal static class Ticks
{
    public static long Of(DateTimeOffset instant) => instant.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;

    public static DateTimeOffset ToInstant(long ticks) => DateTimeOffset.UnixEpoch.AddTicks(ticks);
}
