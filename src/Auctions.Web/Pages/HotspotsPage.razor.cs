using System.Globalization;
using Auctions.Web.Hotspots;
using Microsoft.AspNetCore.Components;

namespace Auctions.Web.Pages;

/// <summary>The page of what is hot, as of when it was rendered; or why it cannot be shown.</summary>
public sealed partial class HotspotsPage
{
    /// <summary>A script lists all of them.</summary>
    private const int ListedWithoutScript = 20;

    [Parameter]
    public required PageSite Site { get; set; }

    /// <summary>Null: there is nothing to show, or a script fetches it.</summary>
    [Parameter]
    public HotspotReport? Report { get; set; }

    /// <summary>Length of the window that was asked for, in seconds.</summary>
    [Parameter]
    public int Window { get; set; } = HotspotQuery.WindowDefault;

    /// <summary>The moment that was asked for, in Unix seconds; null: now.</summary>
    [Parameter]
    public long? At { get; set; }

    /// <summary>The id of the auction that was asked for; null: none in particular.</summary>
    [Parameter]
    public string? Auction { get; set; }

    /// <summary>The status of a refusal; 0: there is none.</summary>
    [Parameter]
    public int Refusal { get; set; }

    /// <summary>Whether a name that is typed on the page stands for a log-in.</summary>
    [Parameter]
    public bool IsNamed { get; set; }

    private static readonly int[] UsualWindows = [10, 60, 300, 900];

    private bool IsShown => Refusal == 0 || IsNamed;

    private string? Script => IsShown ? "hotspots.js" : null;

    private static string Title => "Hot auctions";

    private string Heading => Report is { IsLive: false } ? $"Hot auctions at {Time(Report.AsOf)}" : Title;

    private IEnumerable<int> Windows => UsualWindows.Append(Window).Distinct().Order();

    private HotAuction? Hot => Report?.Top.FirstOrDefault(hot => hot.Id == Auction);

    private string RefusalText => (Refusal, IsNamed) switch
    {
        (401, true) => "Say above who you are: this page is for operators.",
        (401, false) => "This page is for operators who are logged in.",
        _ => "This page is for operators; your log-in is not one of theirs.",
    };

    private string Permalink => Report is null ? "/ops/hotspots" : Address(Auction, Report.AsOf);

    private string AllAddress => Address(null, At);

    private string AsOf => Report is null ? "" :
        $"As of {Time(Report.AsOf)}, {Report.Window} s. {Processes}. {Samples}.";

    private string Processes => Report!.Silent.Count == 0
        ? Count(Report.Reporting.Count, "process reports", "processes report")
        : Count(Report.Reporting.Count, "process reports", "processes report") +
            $", silent: {string.Join(", ", Report.Silent)}";

    private string Samples => $"{Count(Report!.Dropped, "bid", "bids")} counted and not timed";

    private string Bound => Report is null ? "" :
        $"An auction that is not listed had {Report.Bound.ToString("N0", CultureInfo.InvariantCulture)} turns at most.";

    private string Balance => Report?.Imbalance is { } times
        ? $"The busiest shard has {Number(times)} times its share of the last minute."
        : "There is nothing to compare.";

    private string? Alarm => Report?.IsImbalanced == true
        ? $"One shard has had more than twice its share for a minute: {Number(Report.Imbalance ?? 0)} times."
        : null;

    private IEnumerable<(string Name, string Value)> Figures => Report is null ? [] :
    [
        ("Bids/s", Number(Report.BidsPerSecond)),
        ("Refusals/s", Number(Report.RefusalsPerSecond)),
        ("Turned away/s", Number(Report.TurnedAwayPerSecond)),
        ("Repeats/s", Number(Report.RepeatsPerSecond)),
        ("Auctions with bids", Report.Auctions.ToString("N0", CultureInfo.InvariantCulture)),
        ("Watchers", Report.Watchers.ToString("N0", CultureInfo.InvariantCulture)),
        ("Queue p99", Milliseconds(Report.Parts.Queue?.P99)),
        ("Commit p99", Milliseconds(Report.Parts.Commit?.P99)),
    ];

    private static IEnumerable<(string Name, string Value)> FactsOf(HotAuction? hot) => hot is null ? [] :
    [
        ("Shard", hot.Shard?.ToString(CultureInfo.InvariantCulture) ?? "–"),
        ("Slot", hot.Slot.ToString(CultureInfo.InvariantCulture)),
        ("Process", hot.Process ?? "–"),
        ("Bids/s", Number(hot.BidsPerSecond)),
        ("Refusals/s", Number(hot.RefusalsPerSecond)),
        ("Queue", hot.QueueDepth.ToString("N0", CultureInfo.InvariantCulture)),
        ("Flush lag", Milliseconds(hot.FlushLag)),
        ("Watchers", hot.Watchers.ToString("N0", CultureInfo.InvariantCulture)),
        ("Where the time goes", Where(hot)),
    ];

    private string AddressOf(string auction) => Address(auction, At);

    private string Address(string? auction, long? at)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"/ops/hotspots?window={Window}");
        return address + (at is { } time ? string.Create(CultureInfo.InvariantCulture, $"&at={time}") : "") +
            (auction is null ? "" : $"&auction={auction}");
    }

    private static string Where(HotAuction hot)
    {
        (string Name, HotPart? Part)[] parts =
        [
            ("edge", hot.Parts.Edge), ("queue", hot.Parts.Queue), ("decide", hot.Parts.Decide),
            ("commit", hot.Parts.Commit), ("reply", hot.Parts.Reply),
        ];
        var times = parts.Where(one => one.Part is not null)
            .Select(one => $"{one.Name} {Milliseconds(one.Part!.P99)}");
        return string.Join(", ", times) + (hot.Grew is null ? "" : $"; {hot.Grew} grew");
    }

    private static string Count(long count, string one, string many) =>
        $"{count.ToString("N0", CultureInfo.InvariantCulture)} {(count == 1 ? one : many)}";

    private static string Number(double value) =>
        value.ToString(value < 100 ? "0.##" : "N0", CultureInfo.InvariantCulture);

    private static string Percent(double share) => share.ToString("P0", CultureInfo.InvariantCulture);

    private static string Milliseconds(double? value) =>
        value is { } time ? $"{time.ToString(time < 10 ? "0.##" : "N0", CultureInfo.InvariantCulture)} ms" : "–";

    private static string Time(long unixSeconds) =>
        PageText.Time(DateTimeOffset.FromUnixTimeSeconds(unixSeconds).UtcDateTime);
}
