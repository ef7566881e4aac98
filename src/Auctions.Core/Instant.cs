namespace Auctions.Core;

/// <summary>The earlier and the later of two times.</summary>
internal static class Instant
{
    public static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    public static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
