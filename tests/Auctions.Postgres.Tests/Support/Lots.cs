using Auctions.Core;
using Auctions.Engine.Codec;
using Auctions.Engine.Ports;
using Auctions.Storage.ReadModels;
using Auctions.Storage.Tests;

namespace Auctions.Postgres.Tests;

/// <summary>
/// Many auctions of one shard that went different ways: plain ones, with a reserve that is met, lowered or not, bought
/// at once, withdrawn, paused, extended, closed; and what the read models should show of them.
/// </summary>
internal sealed class Lots
{
    private const int Ways = 8;

    private static readonly PersonId Buyer = Given.Person("buyer");

    private readonly IJournal _journal;
    private readonly Activation[] _owners;

    private Lots(IJournal journal, Activation[] owners)
    {
        _journal = journal;
        _owners = owners;
    }

    public IReadOnlyList<Activation> Owners => _owners;

    public long Segments => _owners.Sum(owner => owner.Made.Count);

    /// <summary>Makes them on shard 0 and has them bid on, each in as many segments as there are rounds.</summary>
    public static async Task<Lots> MakeAsync(IJournal journal, int auctions, int rounds)
    {
        OpenRequest[] requests =
        [
            .. Enumerable.Range(0, auctions).Select(
                _ => new OpenRequest(journal.IdOn(0), Guid.NewGuid(), Create: true)),
        ];
        var opened = await journal.OpenAsync(0, requests, default);
        var lots = new Lots(
            journal, [.. requests.Zip(opened, (request, stream) => Activation.Of(request.Activation, stream!))]);
        await lots.WriteAsync((lot, owner) => owner.Next(BeginningOf(lot)));
        for (var round = 0; round < rounds; round++)
        {
            await lots.BidAsync(_ => true);
        }

        await lots.WriteAsync((lot, owner) => EndOf(lot) is { } end ? owner.Next(end) : null);
        return lots;
    }

    /// <summary>Some bids more on those that are still open, each lot in a segment of its own.</summary>
    public Task BidAsync(Func<int, bool> on) => WriteAsync((lot, owner) =>
        on(lot) && owner.Auction.State.Status == AuctionStatus.Open ? owner.Bid(1 + (lot % 5)) : null);

    /// <summary>Brings the list columns up to the last segments, as owners do when they leave.</summary>
    public Task ReleaseAsync() => _journal.ReleaseAsync(0, [.. _owners.Select(owner => owner.Claim)], default);

    /// <summary>What the read model of own bids should hold, in no order.</summary>
    public List<(PersonId Bidder, OwnBidsRow Row)> OwnBids()
    {
        var rows = new Dictionary<(PersonId Bidder, AuctionId Id), OwnBidsRow>();
        foreach (var owner in _owners)
        {
            foreach (var segment in owner.Made)
            {
                foreach (var (at, happened) in EventCodec.Decode(segment.CodecVersion, segment.Payload).Index())
                {
                    var bid = happened switch
                    {
                        BidPlaced placed => (placed.Bidder, placed.Amount, placed.BidderNumber, placed.At),
                        LotBoughtNow bought => (bought.Bidder, bought.Price, bought.BidderNumber, bought.At),
                        _ => default,
                    };
                    if (bid.BidderNumber > 0)
                    {
                        var before = rows.GetValueOrDefault((bid.Bidder, owner.Id));
                        rows[(bid.Bidder, owner.Id)] = new OwnBidsRow(
                            owner.Id,
                            Math.Max(before.Maximum, bid.Item2),
                            before.Bids + 1,
                            bid.BidderNumber,
                            segment.FirstSequence + at,
                            bid.At);
                    }
                }
            }
        }

        return [.. rows.Select(pair => (pair.Key.Bidder, pair.Value))];
    }

    private static AuctionCommand?[] BeginningOf(int lot) => (lot % Ways) switch
    {
        1 => [new CreateAuction(Given.Terms(reserve: 1_000_00))],
        2 => [new CreateAuction(Given.Terms(reserve: 1_02))],
        3 => [new CreateAuction(Given.Terms(buyItNow: 50_00)), new BuyNow(Buyer, new BidKey(1), Given.Start)],
        4 => [new CreateAuction(Given.Terms(opening: 5_00, reserve: 1_000_00))],
        7 => [new CreateAuction(Given.Terms(reserve: 1_000_00, buyItNow: 2_000_00))],
        _ => [new CreateAuction(Given.Terms(title: $"Lot {lot}"))],
    };

    private static AuctionCommand?[]? EndOf(int lot) => (lot % Ways) switch
    {
        1 => [new LowerReserve(Given.Seller, 1_00), new CloseNow(Given.Operator)],
        2 => [new CloseNow(Given.Operator)],
        4 => [new Withdraw(Given.Operator, AsOperator: true, "broken")],
        5 => [new Pause(Given.Operator)],
        6 => [new ExtendEnd(Given.Operator, Given.Closes.AddDays(lot))],
        7 => [new BuyNow(Buyer, new BidKey(1), Given.Start)],
        _ => null,
    };

    private async Task WriteAsync(Func<int, Activation, Segment?> next)
    {
        List<Segment> segments = [.. _owners.Index().Select(lot => next(lot.Index, lot.Item)).OfType<Segment>()];
        while (segments.Count > 0)
        {
            // A head row that is being corrected is locked for a moment.
            var statuses = await _journal.AppendAsync(0, segments, default);
            Assert.DoesNotContain(statuses, status => status is AppendStatus.Broken or AppendStatus.Fenced);
            segments = [.. segments.Where((_, at) => statuses[at] == AppendStatus.NotYet)];
        }
    }
}
