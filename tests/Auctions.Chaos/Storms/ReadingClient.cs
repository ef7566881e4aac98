using System.Globalization;
using System.Threading.Channels;
using Auctions.Chaos.Recordings;

namespace Auctions.Chaos.Storms;

/// <summary>
/// A client that only reads, at the pace of a bidding one, and notes what it was shown. It is one of its own so that a
/// read that waits, for a shard that is down, does not hold up bids on others.
/// </summary>
internal sealed class ReadingClient(Storm storm, Random chance)
{
    private const int HistoryPage = 20, OwnBidsPage = 50;

    // What is asked while it still waits for answers is not read.
    private const int OpenMax = 16;

    private readonly Channel<(Lot Lot, int Bidder)> _asked =
        Channel.CreateBounded<(Lot, int)>(new BoundedChannelOptions(OpenMax) { SingleReader = true });

    public Notes Notes { get; } = new();

    /// <summary>Has it read something of an auction or of a bidder soon.</summary>
    public void Ask(Lot lot, int bidder) => _asked.Writer.TryWrite((lot, bidder));

    /// <summary>Nothing more will be asked.</summary>
    public void Finish() => _asked.Writer.Complete();

    /// <summary>Reads what it is asked to until that is finished, or until it gives up.</summary>
    public async Task ReadAsync(CancellationToken givingUp)
    {
        try
        {
            await foreach (var (lot, bidder) in _asked.Reader.ReadAllAsync(givingUp))
            {
                await ReadAsync(lot, bidder, givingUp);
            }
        }
        catch (OperationCanceledException) when (givingUp.IsCancellationRequested)
        {
            // A read that was never answered says nothing.
        }
    }

    /// <summary>Asks how an auction stands.</summary>
    public async Task<SeenView?> ViewAsync(Lot lot, CancellationToken givingUp)
    {
        var after = lot.Known;
        var sentAt = storm.Time.Now;
        var path = string.Create(CultureInfo.InvariantCulture, $"{lot.Path}?after={after}");
        var reply = await storm.Api.SendAsync(HttpMethod.Get, path, cancellation: givingUp);
        if (!IsGood(reply))
        {
            return null;
        }

        var seen = Answers.ReadView(reply!, lot, sentAt, storm.Time.Now, after);
        Notes.Views.Add(seen);
        return seen;
    }

    private async Task ReadAsync(Lot lot, int bidder, CancellationToken givingUp)
    {
        switch (lot.IsClosed ? 0 : chance.Next(3))
        {
            case 0:
                await ViewAsync(lot, givingUp);
                break;
            case 1:
                var known = lot.Known;
                var page = await storm.Api.SendAsync(
                    HttpMethod.Get, $"{lot.Path}/bids?limit={HistoryPage}", cancellation: givingUp);
                if (IsGood(page))
                {
                    Notes.Histories.Add(Answers.ReadHistory(page!, lot, storm.Time.Now, known));
                }

                break;
            default:
                var own = await storm.Api.SendAsync(
                    HttpMethod.Get,
                    $"/v1/users/me/bids?limit={OwnBidsPage}",
                    Names.Bidder(bidder),
                    cancellation: givingUp);
                if (IsGood(own))
                {
                    Notes.OwnBids.AddRange(Answers.ReadOwnBids(own!, bidder, storm.LotsById));
                }

                break;
        }
    }

    // Reads may fail while something is wrong; they may not answer nonsense.
    private bool IsGood(Reply? reply)
    {
        if (reply is not (null or { Status: 200 or 503 }))
        {
            Notes.Nonsense.Add(Answers.TextOf(reply));
        }

        return reply is { Status: 200 };
    }
}
