using Auctions.Core;

namespace Auctions.Server.Tests.Secrecy;

/// <summary>Bidders of one auction who draw what to do next from everything that may happen to a bid.</summary>
internal sealed class Duel(KnownLot lot, Bidding bidding, Secrets secrets, Cast cast, Random chance)
{
    // How much above what must be beaten, so that there is room for many bids below the largest amount.
    private const long Spread = 20_000_000_000_000;

    private AuctionState State => lot.State;

    /// <summary>Sends so many bids, one after another.</summary>
    public async Task FightAsync(int bids)
    {
        for (var bid = 0; bid < bids; bid++)
        {
            await NextAsync();
        }
    }

    /// <summary>Sends a bid that beats all before it.</summary>
    public Task BeatAsync(bool isLate = false) => bidding.BidAsync(lot, Other(), Above(), isLate: isLate);

    private Task NextAsync()
    {
        if (lot.Accepted.Count == 0)
        {
            return chance.Next(3) > 0 ? BeatAsync() : BidAsync(Other(), Between(Secrets.Least, State.MinimumBid - 1));
        }

        var again = lot.Accepted[chance.Next(lot.Accepted.Count)];
        return chance.Next(12) switch
        {
            0 or 1 or 2 => BeatAsync(),
            3 or 4 => BidAsync(Other(), Between(State.MinimumBid, State.LeaderMaximum - 1)),
            5 => BidAsync(Other(), State.LeaderMaximum),
            6 => BidAsync(Other(), secrets.Keep(State.LeaderMaximum + chance.NextInt64(1, Secrets.Step / 2))),
            7 => BidAsync(Leader(), Above()),
            8 => BidAsync(Leader(), Between(State.Price, State.LeaderMaximum)),
            9 => BidAsync(Other(), Between(Secrets.Least, State.MinimumBid - 1)),
            10 => BidAsync(again.Bidder, again.Amount, again.Key),
            _ => chance.Next(2) > 0
                ? BidAsync(again.Bidder, Above(), again.Key)
                : BidAsync(lot.Seller, Above()),
        };
    }

    // A draw without room for it becomes a bid that always has some.
    private Task BidAsync(Person bidder, long? amount, string? key = null) =>
        amount is { } drawn ? bidding.BidAsync(lot, bidder, drawn, key) : BeatAsync();

    private Person Leader() => cast.Bidders.Single(bidder => bidder.Id == State.Leader);

    private Person Other()
    {
        while (true)
        {
            var bidder = cast.Bidders[chance.Next(cast.Bidders.Count)];
            if (bidder.Id != State.Leader)
            {
                return bidder;
            }
        }
    }

    private long Above()
    {
        var beaten = Math.Max(State.MinimumBid, State.LeaderMaximum);
        return Between(beaten + (4 * Secrets.Step), beaten + Spread)!.Value;
    }

    private long? Between(long least, long most) => secrets.Amount(chance, least, most);
}
