using Auctions.Web.Http;

namespace Auctions.Web.Hotspots;

/// <summary>How far back charts go, and how fine they are.</summary>
/// <param name="Name">As it is asked for.</param>
/// <param name="Seconds">How long.</param>
/// <param name="Frame">Length of the frames it is made of.</param>
/// <param name="Step">Length of a point: so long that there are some hundreds.</param>
internal sealed record HistoryRange(string Name, int Seconds, int Frame, int Step)
{
    /// <summary>How long ago frames of one second are kept.</summary>
    public const int FineSeconds = 900;

    public static readonly IReadOnlyList<HistoryRange> All =
    [
        new("15m", FineSeconds, 1, 5), new("6h", 6 * 3_600, 10, 60), new("24h", 24 * 3_600, 60, 240),
    ];

    /// <summary>The quarter of an hour once its seconds are forgotten.</summary>
    private static readonly HistoryRange Coarse = new("15m", FineSeconds, 10, 10);

    public static HistoryRange Parse(string? range, List<FieldProblem> problems)
    {
        if (range is null)
        {
            return All[0];
        }

        if (All.FirstOrDefault(known => known.Name == range) is { } found)
        {
            return found;
        }

        problems.Add(new FieldProblem("/range", $"Must be one of: {string.Join(", ", All.Select(one => one.Name))}."));
        return All[0];
    }

    /// <summary>The range as it can be had of a time.</summary>
    /// <param name="until">Its end, in Unix seconds.</param>
    /// <param name="now">Unix seconds.</param>
    public HistoryRange For(long until, long now) =>
        Frame == 1 && until - Seconds < now - FineSeconds - Step ? Coarse : this;
}
