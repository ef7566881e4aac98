using System.Runtime.CompilerServices;
using Auctions.Core;
using Auctions.Engine.Ports;
using Auctions.Measuring;
using Auctions.Storage;

namespace Auctions.Bench.Checking;

/// <summary>What a store holds of the auctions of a run.</summary>
/// <param name="Journal">Where they are.</param>
/// <param name="Place">The same, for whoever looks at all of it.</param>
/// <param name="Ids">The auction of each lot.</param>
/// <param name="Closes">Whether they were due to close.</param>
internal sealed record StoredRun(IJournal Journal, StoreSettings Place, AuctionId[] Ids, bool Closes)
{
    /// <summary>Reads one auction after the other, with its ending if it was due to close.</summary>
    /// <param name="numberOf">The number of a bidder; -1: nobody who bids.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async IAsyncEnumerable<StoredLot> ReadAsync(
        Func<PersonId, int> numberOf, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!Closes)
        {
            await foreach (var lot in StoredLots.ReadAsync(Journal, Ids, numberOf, cancellation))
            {
                yield return lot;
            }

            yield break;
        }

        await using var inspector = await Place.InspectAsync(cancellation);
        await foreach (var lot in StoredEndings.ReadAsync(inspector, Ids, numberOf, cancellation))
        {
            yield return lot;
        }
    }
}
