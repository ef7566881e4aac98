using System.Text.Json;
using Auctions.Core;
using Auctions.Engine.Ports;

namespace Auctions.Engine.Heat;

/// <summary>
/// Auctions whose watchers get fewer views a second. It holds for a day, or until it is set back to what is usual, and
/// is known again after a restart from the audit log.
/// </summary>
public sealed class Conflation(IHeatHistory history, AuctionClock clock) : IRemedyHand
{
    /// <summary>What watchers get unless something else is asked for, in views a second.</summary>
    public const int Usual = 4;

    private const int EntriesLookedAt = 500;

    private static readonly TimeSpan Lasts = TimeSpan.FromDays(1);

    private readonly Lock _changing = new();
    private readonly Dictionary<Guid, (int Views, long Until)> _paces = [];

    public RemedyKind Kind => RemedyKind.Conflate;

    /// <summary>
    /// Whether it is known what was in force before; until then <see cref="CatchUpAsync"/> is tried again.
    /// </summary>
    public bool IsCaughtUp { get; private set; }

    /// <summary>What processes have to know.</summary>
    public HeatOrders Orders
    {
        get
        {
            var now = clock.Now.ToUnixTimeMilliseconds();
            lock (_changing)
            {
                return _paces.Count == 0
                    ? HeatOrders.None
                    : new HeatOrders(_paces
                        .Where(pace => pace.Value.Until > now && pace.Value.Views != Usual)
                        .ToDictionary(pace => pace.Key, pace => pace.Value.Views));
            }
        }
    }

    /// <summary>Takes up what was in force.</summary>
    public async Task CatchUpAsync(CancellationToken cancellation)
    {
        var entries = await history.AuditedAsync(null, EntriesLookedAt, cancellation);
        foreach (var entry in entries.Reverse())
        {
            if (entry is { Action: "hotspot.conflate", Outcome: "done" } &&
                AuctionId.TryParse(entry.Subject, out var id) && ViewsOf(entry.Details) is { } views)
            {
                Set(id, views, entry.At + (long)Lasts.TotalMilliseconds);
            }
        }

        IsCaughtUp = true;
    }

    public Task<RemedyReport> PlanAsync(Remedy remedy, HeatFrame recent, CancellationToken cancellation) =>
        Task.FromResult(Report(remedy, recent, isDone: false));

    public Task<RemedyReport> ApplyAsync(Remedy remedy, HeatFrame recent, CancellationToken cancellation)
    {
        var report = Report(remedy, recent, isDone: true);
        if (report.Refusal is null)
        {
            Set(remedy.Auction, remedy.ViewsPerSecond!.Value, (clock.Now + Lasts).ToUnixTimeMilliseconds());
        }

        return Task.FromResult(report);
    }

    private static RemedyReport Report(Remedy remedy, HeatFrame recent, bool isDone)
    {
        if (remedy.ViewsPerSecond is not (>= 1 and <= Usual))
        {
            return new RemedyReport($"Say how many views a second: 1 to {Usual}.", [], IsDone: false);
        }

        var watchers = recent.Top.Find(heat => heat.Auction == remedy.Auction.Value)?.Watchers ?? 0;
        var (views, saved) = (remedy.ViewsPerSecond.Value, (Usual - remedy.ViewsPerSecond.Value) * watchers);
        return new RemedyReport(
            Refusal: null,
            views == Usual
                ? [$"Each watcher gets up to {Usual} views a second again, as usual."]
                :
                [
                    $"Each of {watchers} watchers gets up to {views} views a second instead of {Usual}, for a day: " +
                    $"up to {saved} views a second are saved.",
                    "The final view comes as soon as ever. Bids are not touched.",
                ],
            isDone);
    }

    private static int? ViewsOf(string details)
    {
        try
        {
            using var parsed = JsonDocument.Parse(details);
            return parsed.RootElement.TryGetProperty("viewsPerSecond", out var views) &&
                views.TryGetInt32(out var count)
                ? count
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // What was asked for last holds, whatever is read of the log later.
    private void Set(AuctionId id, int views, long until)
    {
        var now = clock.Now.ToUnixTimeMilliseconds();
        lock (_changing)
        {
            foreach (var (past, _) in _paces.Where(pace => pace.Value.Until <= now).ToList())
            {
                _paces.Remove(past);
            }

            if (!_paces.TryGetValue(id.Value, out var known) || known.Until <= until)
            {
                _paces[id.Value] = (views, until);
            }
        }
    }
}
