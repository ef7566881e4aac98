namespace Auctions.Core;

/// <summary>From where a late bid moves the end. The numbers are stored: add, never change.</summary>
public enum ExtensionMode
{
    /// <summary>New end = max(end, the bid's stamp + extension); bounded by the hard end only.</summary>
    FromNow = 1,

    /// <summary>New end = end + extension; bounded by the count of extensions and the hard end.</summary>
    FromEnd = 2,
}

/// <summary>A soft close: an accepted bid inside the window before the end moves the end.</summary>
/// <param name="Window">How long before the end a bid moves it.</param>
/// <param name="Extension">By how much; with <see cref="ExtensionMode.FromEnd"/> at least the window.</param>
/// <param name="Mode">From where.</param>
/// <param name="ExtensionsMax">Most extensions, with <see cref="ExtensionMode.FromEnd"/>; null: no such bound.</param>
/// <param name="HardEnd">No extension goes beyond this; null: no such bound. A pause moves it as it moves the
///   end.</param>
public sealed record SoftClose(
    TimeSpan Window, TimeSpan Extension, ExtensionMode Mode, int? ExtensionsMax, DateTimeOffset? HardEnd)
{
    /// <summary>The end in force after an accepted bid, never earlier than before it.</summary>
    /// <param name="end">The end in force before it.</param>
    /// <param name="stamp">When the bid arrived, before <paramref name="end"/>.</param>
    /// <param name="extensions">Extensions so far.</param>
    /// <param name="hardEnd">The hard end in force (<see cref="HardEnd"/> moved by pauses).</param>
    public DateTimeOffset EndAfter(
        DateTimeOffset end, DateTimeOffset stamp, int extensions, DateTimeOffset? hardEnd)
    {
        if (stamp < end - Window)
        {
            return end;
        }

        var moved = Mode switch
        {
            ExtensionMode.FromNow => stamp + Extension,
            ExtensionMode.FromEnd => extensions >= ExtensionsMax ? end : end + Extension,
        };
        return Instant.Later(end, Instant.Earlier(moved, hardEnd ?? moved));
    }
}
