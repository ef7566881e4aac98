namespace Auctions.Measuring;

/// <summary>
/// Something that takes bids on lots numbered from 0 and makes them durable before it answers. Made anew for each run.
/// </summary>
internal interface ISubject : IAsyncDisposable
{
    /// <summary>Whether what it accepts is to be found in its store.</summary>
    bool Stores => true;

    /// <summary>Processor time that its own processes have taken; zero: it runs in this one.</summary>
    TimeSpan CpuElsewhere => TimeSpan.Zero;

    /// <summary>How often a bid had to be tried once more until it was taken, since it was made.</summary>
    long Retries => 0;

    /// <summary>Places a bid by <see cref="Bids.BidderOf"/> its amount, under its <see cref="Bids.Key"/>.</summary>
    ValueTask<Outcome> BidAsync(int lot, long amount);

    /// <summary>Ends the subject and reads what its store holds of each lot.</summary>
    IAsyncEnumerable<StoredLot> ReadBackAsync(CancellationToken cancellation);
}
