using Auctions.Engine.Heat;

namespace Auctions.Engine.Ports;

/// <summary>Where a process sends its frames.</summary>
public interface IHeatSink
{
    /// <summary>
    /// Takes frames of one process, the oldest first; they are sent again until this returns without an exception.
    /// </summary>
    /// <returns>The remedies in force that every process has to know.</returns>
    Task<HeatOrders> ReportAsync(IReadOnlyList<HeatFrame> frames, CancellationToken cancellation);
}

/// <summary>What processes are to do about hot auctions.</summary>
/// <param name="ViewsPerSecond">Auctions whose watchers get fewer views, and how many.</param>
public sealed record HeatOrders(IReadOnlyDictionary<Guid, int> ViewsPerSecond)
{
    /// <summary>Nothing in particular.</summary>
    public static HeatOrders None { get; } = new(new Dictionary<Guid, int>());
}
