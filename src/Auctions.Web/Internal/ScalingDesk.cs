using Auctions.Engine.Heat;
using Auctions.Engine.Ports;
using Auctions.Web.Hotspots;
using Microsoft.Extensions.Options;

namespace Auctions.Web.Internal;

/// <summary>
/// Works out how many silos are needed. What it cannot know it does not guess: a figure out of old data would start or,
/// worse, end silos, whereas whoever scales has a rule for when there is none.
/// </summary>
internal sealed class ScalingDesk(
    RecentFrames recent, ClosingCalendar calendar, IAuctions auctions, IOptions<ScalingOptions> options)
{
    /// <summary>So old, in seconds, frames may be.</summary>
    public const int OldestSeconds = 15;

    // Whoever asks comes again after 15 s, and gives up sooner.
    private static readonly TimeSpan CalendarPatience = TimeSpan.FromSeconds(1.5);

    /// <summary>The figure, or why there is none.</summary>
    public async Task<(ScalingBody? Body, string? Refusal)> AskAsync(CancellationToken cancellation)
    {
        var range = await recent.ReadAsync(ClosingSoon.Seconds, cancellation);
        var age = (range.Now / 1_000) - range.AsOf;
        if (range.AsOf == 0 || age > OldestSeconds)
        {
            return (null, range.Problem ?? (range.AsOf == 0
                ? "No process has reported what is hot yet; see Hotspots:Enabled."
                : $"No process has reported for {age} s."));
        }

        var closings = await calendar.ReadAsync(CalendarPatience);
        if (!closings.IsKnown)
        {
            return (null, closings.Problem);
        }

        var now = range.Now / 1_000.0;
        var soon = ClosingSoon.Of(
            range, range.AsOf, now, closings.Open.Select(view => (view.Id, view.ClosesAt)));
        return (BodyOf(range, closings.Problem, soon, SiloPlan.PeakOf(soon.Expected(now))), null);
    }

    private ScalingBody BodyOf(HeatRange range, string? problem, ClosingSoon soon, double peak)
    {
        var scaling = options.Value;
        return new ScalingBody
        {
            ExpectedBidsPerSecond = Math.Round(peak, 2),
            BidsPerSecond = Math.Round(soon.BidsPerSecond, 2),
            Closing = soon.Auctions.Count,
            HorizonSeconds = ClosingForecast.HorizonSeconds,
            BidsPerSecondPerSilo = scaling.BidsPerSecondPerSilo,
            Headroom = scaling.Headroom,
            Silos = scaling.Plan.SilosFor(peak),
            SilosMin = scaling.SilosMin,
            SilosMax = scaling.SilosMax,
            LeadSeconds = scaling.LeadSeconds,
            Now = DateTimeOffset.FromUnixTimeMilliseconds(range.Now).UtcDateTime,
            AsOf = DateTimeOffset.FromUnixTimeSeconds(range.AsOf).UtcDateTime,
            Processes = range.Reporting.Count,
            IsStale = problem is not null,
            Problem = problem,
            ServerTime = auctions.Now.UtcDateTime,
        };
    }
}
