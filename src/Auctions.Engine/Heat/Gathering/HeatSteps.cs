namespace Auctions.Engine.Heat;

/// <summary>How long frames of which length are kept.</summary>
internal static class HeatSteps
{
    // A frame that comes later is still taken in: its step is written anew.
    private const int Late = 5;

    /// <summary>Hottest auctions of a frame that is kept for longer than a quarter of an hour.</summary>
    private const int Top = 32;

    /// <summary>Hottest of these whose latency is kept too.</summary>
    private const int WithParts = 8;

    /// <summary>Lengths in seconds, and for how many seconds frames of that length are kept.</summary>
    public static IReadOnlyList<(int Seconds, long Kept)> All { get; } =
        [(1, HeatMemory.Seconds), (10, 6 * 3_600), (60, 24 * 3_600)];

    /// <summary>Starts of the longer frames that a second is part of.</summary>
    public static IEnumerable<(int Seconds, long Start)> Of(long second) =>
        All.Skip(1).Select(step => (step.Seconds, second - (second % step.Seconds)));

    /// <summary>Whether what a longer frame is made of is there by now.</summary>
    public static bool IsOver(int seconds, long start, long now) => start + seconds + Late <= now;

    /// <summary>A longer frame of its seconds, smaller than they are.</summary>
    public static HeatFrame Merge(IReadOnlyCollection<HeatFrame> frames, long start, int seconds)
    {
        var sum = HeatMerge.Merge(frames, start, seconds);
        HeatMerge.Cut(sum, Top, watched: 0);
        foreach (var heat in sum.Top.Skip(WithParts))
        {
            heat.Parts.Clear();
        }

        return sum;
    }
}
