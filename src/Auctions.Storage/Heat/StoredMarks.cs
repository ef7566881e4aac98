using Auctions.Engine.Heat;

namespace Auctions.Storage.Heat;

/// <summary>How long marks are kept, and what they are about.</summary>
internal static class StoredMarks
{
    private const long Week = 7 * 24 * 3_600;

    /// <summary>Before which instant marks are forgotten, in Unix milliseconds, when frames are.</summary>
    /// <param name="seconds">Length of the frames.</param>
    /// <param name="before">Before which Unix second those are forgotten.</param>
    // Of the lengths the seconds are kept for the shortest time, so that their bound is the nearest to now.
    public static long MarksForgottenBefore(int seconds, long before) =>
        seconds == 1 ? 1_000 * (before - Week) : long.MinValue;

    /// <summary>A kind as stored; one that only a newer version knows shows as something an operator did.</summary>
    public static HeatMarkKind KindOf(string stored) =>
        Enum.TryParse<HeatMarkKind>(stored, out var kind) ? kind : HeatMarkKind.Remedy;
}
