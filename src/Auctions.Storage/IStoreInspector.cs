using Auctions.Engine.Verification;

namespace Auctions.Storage;

/// <summary>Reads a store without writing to it, also while servers run on it.</summary>
public interface IStoreInspector : IAsyncDisposable
{
    /// <summary>How many auctions there are.</summary>
    /// <exception cref="StorageException">A shard cannot be read.</exception>
    Task<long> CountAuctionsAsync(CancellationToken cancellation);

    /// <summary>Every auction, one at a time, each from one moment; those on a wrong shard as well.</summary>
    /// <exception cref="StorageException">A shard cannot be read.</exception>
    IAsyncEnumerable<(StoredAuction Auction, bool IsMisplaced)> ReadAuctionsAsync(CancellationToken cancellation);
}
