using Auctions.Engine.Heat;
using Auctions.Engine.Ports;

namespace Auctions.Web.Tests.Support;

/// <summary>Hotspots that write down what they are asked for.</summary>
internal sealed class ScriptedHotspots : IHotspots
{
    /// <summary>Why nothing can be done; null: everything can.</summary>
    public string? Refusal { get; set; }

    public List<Remedy> Planned { get; } = [];

    public List<(Remedy Remedy, string Actor)> Applied { get; } = [];

    public Task<HeatRange> ReadAsync(HeatQuery query, CancellationToken cancellation) =>
        Task.FromResult(new HeatRange());

    public Task<RemedyReport> PlanAsync(Remedy remedy, CancellationToken cancellation)
    {
        Planned.Add(remedy);
        return Task.FromResult(Report(isDone: false));
    }

    public Task<RemedyReport> ApplyAsync(Remedy remedy, string actor, CancellationToken cancellation)
    {
        Applied.Add((remedy, actor));
        return Task.FromResult(Report(isDone: true));
    }

    private RemedyReport Report(bool isDone) => Refusal is null
        ? new RemedyReport(null, ["One step.", "Another."], isDone)
        : new RemedyReport(Refusal, [], IsDone: false);
}
