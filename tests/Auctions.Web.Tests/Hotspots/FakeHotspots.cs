using Auctions.Engine.Heat;
using Auctions.Engine.Ports;

namespace Auctions.Web.Tests.Hotspots;

/// <summary>Hot auctions as a test says, up to the second that a test says.</summary>
internal sealed class FakeHotspots(TimeProvider time) : IHotspots
{
    /// <summary>What was asked for, the last time.</summary>
    public HeatQuery? Asked { get; private set; }

    /// <summary>Bids in each second.</summary>
    public int Bids { get; set; } = 30;

    public string? Problem { get; set; }

    public Task<HeatRange> ReadAsync(HeatQuery query, CancellationToken cancellation)
    {
        Asked = query;
        var now = time.GetUtcNow();
        var asOf = now.ToUnixTimeSeconds();
        var from = query.From ?? asOf - (query.Frames * query.Seconds);
        return Task.FromResult(new HeatRange
        {
            AsOf = asOf,
            Now = now.ToUnixTimeMilliseconds(),
            Seconds = query.Seconds,
            Frames =
            [
                .. Enumerable.Range(0, query.Frames)
                    .Select(place => from + ((long)place * query.Seconds))
                    .Where(start => start + query.Seconds <= asOf)
                    .Select(start => HeatMerge.Merge(
                        [.. Enumerable.Range(0, query.Seconds).Select(second => Frames.Of(start + second, Bids))],
                        start,
                        query.Seconds)),
            ],
            Reporting = ["server-1"],
            Silent = ["server-2"],
            Problem = Problem,
        });
    }

    public Task<RemedyReport> PlanAsync(Remedy remedy, CancellationToken cancellation) =>
        Task.FromResult(new RemedyReport(null, ["A step."], IsDone: false));

    public Task<RemedyReport> ApplyAsync(Remedy remedy, string actor, CancellationToken cancellation) =>
        Task.FromResult(new RemedyReport(null, ["A step."], IsDone: true));
}
