using System.Globalization;

namespace Auctions.Core.Tests;

/// <summary>
/// Bids that people placed on eBay, with the price that eBay recorded. Nearly all auctions that differ closed at a
/// hidden reserve, which the file does not tell.
/// </summary>
public sealed class RealBidsTests
{
    [RealBidsFact]
    public void Real_auctions_end_at_the_price_that_was_recorded()
    {
        var auctions = File.ReadLines(RealBidsFactAttribute.Path!)
            .Skip(1)
            .Select(line => new RealBid(line.Split(',')))
            .GroupBy(bid => bid.Auction)
            .ToList();
        int accepted = 0, refused = 0, equal = 0;
        foreach (var bids in auctions)
        {
            var scenario = Given.Auction(opening: bids.First().OpeningPrice);
            foreach (var bid in bids.OrderBy(bid => bid.Days))
            {
                scenario.At(Given.Opens.AddTicks((long)(bid.Days * TimeSpan.TicksPerDay)));
                var kind = scenario.TryBid(bid.Bidder, bid.Amount).Kind;
                Assert.True(kind is DecisionKind.Accepted or DecisionKind.Refused, $"{kind} in {bids.Key}");
                accepted += kind == DecisionKind.Accepted ? 1 : 0;
                refused += kind == DecisionKind.Refused ? 1 : 0;
            }

            var closed = Expect.Happened<AuctionClosed>(scenario.AtEnd(1).Do(new FallHammer()));
            equal += closed.Price == bids.First().RecordedPrice ? 1 : 0;
        }

        Assert.Equal((479, 7870), (auctions.Count, accepted + refused));
        Assert.Equal((7840, 30, 445), (accepted, refused, equal));
    }

    // A row: auctionid, bid, bidtime in days, bidder, bidderrate, openbid, price, item, auction_type.
    private sealed class RealBid(string[] fields)
    {
        public string Auction => fields[0];

        public long Amount { get; } = Cents(fields[1]);

        public decimal Days { get; } = decimal.Parse(fields[2], CultureInfo.InvariantCulture);

        public string Bidder => fields[3];

        public long OpeningPrice { get; } = Cents(fields[5]);

        public long RecordedPrice { get; } = Cents(fields[6]);

        private static long Cents(string amount)
        {
            var cents = decimal.Parse(amount, CultureInfo.InvariantCulture) * 100;
            Assert.Equal(decimal.Truncate(cents), cents);
            return (long)cents;
        }
    }
}
