using Auctions.Chaos.Recordings;

namespace Auctions.Chaos.Storms;

/// <summary>A client that places one bid after another on auctions of one shard.</summary>
internal sealed class BiddingClient(int number, int shard, Storm storm, ReadingClient reader, Random chance)
{
    /// <summary>Names under which it bids.</summary>
    private const int Bidders = 3;

    private readonly IReadOnlyList<Lot> _lots = [.. storm.Lots.Where(lot => lot.Shard == shard && !storm.Ends(lot))];
    private readonly IReadOnlyList<Lot> _ending =
        [.. storm.Lots.Where(lot => lot.Shard == shard && storm.Ends(lot)).OrderBy(lot => lot.Terms.ClosesAt)];

    private readonly BidSender _sender = new(storm);

    private int _bids;

    public Notes Notes => _sender.Notes;

    /// <summary>Bids until the storm is over and every bid is told, or until it gives up.</summary>
    public async Task RageAsync(CancellationToken givingUp)
    {
        try
        {
            for (; !storm.IsOver; _bids++)
            {
                var lot = NextLot();
                var bid = new Sending
                {
                    Lot = lot.Number,
                    Bidder = (number * Bidders) + (_bids % Bidders),
                    Key = ((long)number << 32) | (uint)_bids,
                    Amount = lot.NextAmount(),
                };
                await BidAsync(lot, bid, givingUp);
                if (storm.Plan.Rest > TimeSpan.Zero)
                {
                    await Task.Delay(storm.Plan.Rest, givingUp);
                }

                if (_bids % storm.Plan.ReadEvery == storm.Plan.ReadEvery - 1)
                {
                    reader.Ask(lot, bid.Bidder);
                }
            }
        }
        catch (OperationCanceledException) when (givingUp.IsCancellationRequested)
        {
            // What was never told is noted.
        }
        finally
        {
            reader.Finish();
        }
    }

    private Lot NextLot()
    {
        if (_bids % storm.Plan.EndingEvery == 0 && _ending.FirstOrDefault(lot => !lot.IsClosed) is { } ending)
        {
            return ending;
        }

        return _lots[(number + _bids) % _lots.Count];
    }

    private async Task BidAsync(Lot lot, Sending bid, CancellationToken givingUp)
    {
        var repeat = chance.Next(storm.Plan.RepeatEvery);
        var twin = repeat == 0 ? _sender.SendAsync(lot, bid, givingUp) : null;
        var told = await _sender.UntilToldAsync(lot, bid, givingUp);
        if (twin is not null)
        {
            await twin;
        }

        if (told == Told.Accepted && repeat == 1)
        {
            await _sender.SendAsync(lot, bid, givingUp);
        }
        else if (told == Told.Closed && !lot.IsClosed)
        {
            lot.IsClosed = true;
            reader.Ask(lot, bid.Bidder);
        }
    }
}
