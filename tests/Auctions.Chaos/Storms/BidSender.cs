using System.Globalization;
using System.Text;
using System.Text.Json;
using Auctions.Chaos.Recordings;

namespace Auctions.Chaos.Storms;

/// <summary>
/// Sends bids and notes every answer. It never gives a bid up: it sends it again under its key until it is told
/// accepted or refused.
/// </summary>
internal sealed class BidSender(Storm storm)
{
    private static readonly TimeSpan LostRetry = TimeSpan.FromMilliseconds(100);

    public Notes Notes { get; } = new();

    /// <summary>Sends a bid until it is told accepted or refused, and answers what it was told.</summary>
    /// <exception cref="OperationCanceledException">It gave up; the bid is noted as never told.</exception>
    public async Task<Told> UntilToldAsync(Lot lot, Sending bid, CancellationToken givingUp)
    {
        try
        {
            while (true)
            {
                var (sent, wait) = await SendAsync(lot, bid, givingUp);
                if (sent.Told == Told.Accepted)
                {
                    lot.Learn(sent.Sequence);
                    storm.Tally.Acknowledge(lot.Shard, lot.Number, sent.SentAt);
                }

                if (sent.Told.IsDefinite())
                {
                    return sent.Told;
                }

                await Task.Delay(wait * (0.5 + (Random.Shared.NextDouble() / 2)), givingUp);
            }
        }
        catch (OperationCanceledException)
        {
            lock (Notes)
            {
                Notes.Unsettled.Add(bid.Key);
            }

            throw;
        }
    }

    /// <summary>Sends a bid once; answers how long to wait before it is sent again.</summary>
    public async Task<(Sending Sent, TimeSpan Wait)> SendAsync(Lot lot, Sending bid, CancellationToken givingUp)
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
            // Many may be under way at once.
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
