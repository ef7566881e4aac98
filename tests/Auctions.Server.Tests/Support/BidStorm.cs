using System.Collections.Concurrent;
using Auctions.Scenarios.Support;

namespace Auctions.Server.Tests.Support;

/// <summary>A bid as its bidder knows it.</summary>
/// <param name="Lot">Where.</param>
/// <param name="Bidder">Who.</param>
/// <param name="Key">Under which key.</param>
/// <param name="Amount">The maximum.</param>
/// <param name="Answer">Null: the connection broke, nobody knows.</param>
internal sealed record SentBid(Lot Lot, string Bidder, string Key, long Amount, Reply? Answer)
{
    public bool IsAcknowledged => Answer?.Status == 201;
}

/// <summary>Bidders who bid one bid after another, each on one of a few lots, until their server is gone.</summary>
internal sealed class BidStorm(IReadOnlyList<Lot> lots, int biddersPerLot)
{
    private readonly ConcurrentQueue<SentBid> _sent = new();
    private readonly long[] _amounts = new long[lots.Count];

    public IReadOnlyCollection<SentBid> Sent => _sent;

    public IEnumerable<SentBid> Acknowledged => _sent.Where(bid => bid.IsAcknowledged);

    public static async Task<BidStorm> OnNewLotsAsync(Api api, int lots, int biddersPerLot) => new(
        await Task.WhenAll(Enumerable.Range(0, lots).Select(lot => Lot.CreateAsync(api, $"seller{lot}"))),
        biddersPerLot);

    /// <summary>Bids until no connection can be made or one breaks.</summary>
    public Task RageAsync() => Task.WhenAll(lots.Index().SelectMany(lot =>
        Enumerable.Range(0, biddersPerLot).Select(bidder => BidAsync(lot.Item, lot.Index, $"b{lot.Index}-{bidder}"))));

    /// <summary>Waits until so many bids are acknowledged.</summary>
    public Task UntilAcknowledgedAsync(int count) =>
        Eventually.IsAsync(() => Acknowledged.Count(), seen => seen >= count);

    /// <summary>The same bids sent again to a server that holds the same auctions, in the same order.</summary>
    public async Task<List<(SentBid Bid, Reply Again)>> RepeatAsync(Api api)
    {
        var repeated = new List<(SentBid, Reply)>();
        foreach (var bid in _sent)
        {
            var lot = new Lot(api, bid.Lot.Id, bid.Lot.Seller);
            repeated.Add((bid, await lot.BidAsync(bid.Bidder, bid.Amount, bid.Key)));
        }

        return repeated;
    }

    private async Task BidAsync(Lot lot, int index, string bidder)
    {
        for (var bid = 0; ; bid++)
        {
            // More than two increments above the one before, so that most bids are accepted.
            var amount = Interlocked.Add(ref _amounts[index], 20_000);
            try
            {
                var reply = await lot.BidAsync(bidder, amount, $"k{bid}");
                _sent.Enqueue(new SentBid(lot, bidder, $"k{bid}", amount, reply));
            }
            catch (HttpRequestException)
            {
                _sent.Enqueue(new SentBid(lot, bidder, $"k{bid}", amount, null));
                return;
            }
        }
    }
}
