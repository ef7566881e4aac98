using System.Globalization;
using System.Text;
using System.Text.Json;
using Auctions.Chaos.Recordings;

namespace Auctions.Chaos.Storms;

/// <summary>
/// A client that places one bid after another on auctions of one shard and notes every answer. It never gives a bid up:
/// it sends it again under its key until it is told accepted or refused.
/// </summary>
internal sealed class BiddingClient(int number, int shard, Storm storm, ReadingClient reader, Random chance)
{
    /// <summary>Names under which it bids.</summary>
    private const int Bidders = 3;

    private static readonly TimeSpan LostRetry = TimeSpan.FromMilliseconds(100);

    private readonly IReadOnlyList<Lot> _lots = [.. storm.Lots.Where(lot => lot.Shard == shard && !storm.Ends(lot))];
    private readonly IReadOnlyList<Lot> _ending =
        [.. storm.Lots.Where(lot => lot.Shard == shard && storm.Ends(lot)).OrderBy(lot => lot.Terms.ClosesAt)];

    private int _bids;

    public Notes Notes { get; } = new();

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
        var twin = repeat == 0 ? SendAsync(lot, bid, givingUp) : null;
        var told = await UntilToldAsync(lot, bid, givingUp);
        if (twin is not null)
        {
            await twin;
        }

        if (told == Told.Accepted && repeat == 1)
        {
            await SendAsync(lot, bid, givingUp);
        }
        else if (told == Told.Closed && !lot.IsClosed)
        {
            lot.IsClosed = true;
            reader.Ask(lot, bid.Bidder);
        }
    }

    private async Task<Told> UntilToldAsync(Lot lot, Sending bid, CancellationToken givingUp)
    {
        try
        {
            while (true)
            {
                var (sent, wait) = await SendAsync(lot, bid, givingUp);
                if (sent.Told == Told.Accepted)
                {
                    lot.Learn(sent.Sequence);
                    storm.Tally.Acknowledge(shard, lot.Number, sent.SentAt);
                }

                if (sent.Told.IsDefinite())
                {
                    return sent.Told;
                }

                await Task.Delay(wait * (0.5 + (chance.NextDouble() / 2)), givingUp);
            }
        }
        catch (OperationCanceledException)
        {
            Notes.Unsettled.Add(bid.Key);
            throw;
        }
    }

    private async Task<(Sending Sent, TimeSpan Wait)> SendAsync(Lot lot, Sending bid, CancellationToken givingUp)
    {
        bid.SentAt = storm.Time.Now;
        var body = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"amount\":{bid.Amount}}}"));
        Reply? reply = null;
        try
        {
            reply = await storm.Api.SendAsync(
                HttpMethod.Post, $"{lot.Path}/bids", Names.Bidder(bid.Bidder), Names.Key(bid.Key), body, givingUp);
        }
        finally
        {
            // Two copies may be under way at once.
            lock (Notes)
            {
                if (reply is not null)
                {
                    Enter(reply, ref bid);
                }

                Notes.Sendings.Add(bid);
            }
        }

        var wait = reply?.RetryAfter ?? LostRetry;
        return (bid, wait < storm.Plan.RetryMax ? wait : storm.Plan.RetryMax);
    }

    private void Enter(Reply reply, ref Sending bid)
    {
        bid.AnsweredAt = storm.Time.Now;
        try
        {
            Answers.Enter(reply, ref bid);
        }
        catch (JsonException)
        {
            bid.Told = Told.Nonsense;
        }

        if (bid.Told == Told.Nonsense)
        {
            Notes.Nonsense.Add(Answers.TextOf(reply));
        }
    }
}
