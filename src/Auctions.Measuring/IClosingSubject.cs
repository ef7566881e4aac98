namespace Auctions.Measuring;

/// <summary>A subject whose auctions end at a common time.</summary>
internal interface IClosingSubject : ISubject
{
    /// <summary>The time by the clock that decides who is in time.</summary>
    DateTimeOffset Now { get; }

    /// <summary>When its auctions end.</summary>
    DateTimeOffset ClosesAt { get; }

    /// <summary>
    /// Watches every auction as a page does, from now on until it is seen closed; says when each was. What is not seen
    /// closed when this is cancelled is left out.
    /// </summary>
    Task<IReadOnlyList<DateTimeOffset>> WatchClosingsAsync(CancellationToken cancellation);
}
