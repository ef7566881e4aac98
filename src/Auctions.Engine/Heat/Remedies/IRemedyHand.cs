namespace Auctions.Engine.Heat;

/// <summary>Knows how to carry out one kind of remedy.</summary>
public interface IRemedyHand
{
    RemedyKind Kind { get; }

    /// <summary>What it would do; nothing is changed. Never an exception for what can be refused.</summary>
    /// <param name="remedy">What is wanted.</param>
    /// <param name="recent">The last minute, all processes together.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<RemedyReport> PlanAsync(Remedy remedy, HeatFrame recent, CancellationToken cancellation);

    /// <summary>Does it.</summary>
    /// <param name="remedy">What is wanted.</param>
    /// <param name="recent">The last minute, all processes together.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    Task<RemedyReport> ApplyAsync(Remedy remedy, HeatFrame recent, CancellationToken cancellation);
}
