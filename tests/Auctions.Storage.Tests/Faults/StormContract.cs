using Auctions.Core;
using Auctions.Engine;
using Auctions.Engine.Actor;
using Auctions.Testing.Faults;

namespace Auctions.Storage.Tests;

/// <summary>Many bidders while a third of all writes go wrong; each repeats a key until it knows.</summary>
[Collection(nameof(Deadlines))]
public abstract class StormContract
{
    private const int Auctions = 6;
    private const int Bidders = 12;
    private const int BidsEach = 12;
    private const int AttemptsMax = 1_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Every_bid_that_was_acknowledged_is_there_once_as_acknowledged(int seed)
    {
        await using var engine = await EngineOnJournal.StartAsync(clock => Make(clock, shards: 2));
        var ids = await engine.CreatedAsync(Auctions);
        engine.Journal.Chance = Weather(new Random(seed));
        var told = await Task.WhenAll(Enumerable.Range(0, Bidders).Select(bidder => BidAsync(engine, ids, bidder)));
        engine.Journal.Chance = null;
        await engine.Journal.LandLateAsync();

        var acknowledged = told.SelectMany(bids => bids).ToLookup(bid => bid.Id, bid => bid.Bid);
        foreach (var id in ids)
        {
            // Every key was sent until it was told accepted or refused for good: the journal holds nothing else.
            var stored = await engine.BidsAsync(id);
            Assert.Equal(acknowledged[id].OrderBy(bid => bid.Sequence), stored);
        }

        Assert.True(acknowledged.Sum(bids => bids.Count()) > Bidders, "Hardly anything was accepted.");
        Assert.True(engine.Journal.CallsOf(JournalCall.RaiseEpoch) > 0, "Nothing had to be settled.");
    }

    /// <summary>A journal with this many shards and nothing in it, whose clock is the one given.</summary>
    protected abstract IJournalHarness Make(AuctionClock clock, int shards);

    private static Func<JournalCall, Fault?> Weather(Random random)
    {
        Fault[] faults = Enum.GetValues<Fault>();
        var changing = new Lock();
        return call =>
        {
            lock (changing)
            {
                var isStruck = call is JournalCall.Append or JournalCall.RaiseEpoch or JournalCall.Open
                    && random.Next(3) == 0;
                return isStruck ? faults[random.Next(faults.Length)] : null;
            }
        };
    }

    private static async Task<List<(AuctionId Id, RememberedBid Bid)>> BidAsync(
        EngineOnJournal engine, AuctionId[] ids, int bidder)
    {
        var told = new List<(AuctionId Id, RememberedBid Bid)>();
        for (var bid = 0; bid < BidsEach; bid++)
        {
            var id = ids[(bidder + bid) % ids.Length];
            var amount = 1_00 + (bid * 1_00) + bidder;
            var answer = await engine.BidAsync(id, $"bidder {bidder}", amount, key: $"{bid}");
            for (var attempt = 1; answer is UnavailableAnswer; attempt++)
            {
                Assert.True(attempt < AttemptsMax, $"{id} does not recover.");
                await Task.Yield();
                answer = await engine.BidAsync(id, $"bidder {bidder}", amount, key: $"{bid}");
            }

            if (answer is BidAnswer { Bid: var accepted })
            {
                told.Add((id, accepted));
            }
            else
            {
                Assert.IsType<RefusedAnswer>(answer);
            }
        }

        return told;
    }
}
