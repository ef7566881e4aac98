using System.Net;
using Auctions.Cli.Demo.Bots;

namespace Auctions.Cli.Demo;

/// <summary>Plays one lot: shows it to its bots as it changes and carries their bids, until it has ended.</summary>
/// <param name="id">The lot.</param>
/// <param name="keys">What the keys of its bids start with.</param>
/// <param name="room">Whoever came, and what they see first.</param>
/// <param name="house">What all lots share.</param>
internal sealed class LotRunner(string id, string keys, LotRoom room, DemoHouse house)
{
    private const int LookShare = 40, StepShare = 1_000;

    private static readonly TimeSpan LookMin = TimeSpan.FromSeconds(0.3), LookMax = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StepMin = TimeSpan.FromMilliseconds(5), StepMax = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private int _bids;

    /// <returns>When the lot has ended.</returns>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var looking = LookAsync(cancellation);
        while (!looking.IsCompleted && !cancellation.IsCancellationRequested)
        {
            List<DueBid> due;
            TimeSpan left;
            lock (_gate)
            {
                due = room.Due(house.Clock.Now);
                left = room.Sight.ClosesAt - house.Clock.Now;
            }

            foreach (var bid in due)
            {
                // Its end concerns the bot alone; it has no exception but that of the demo's end.
                _ = BidAsync(bid, $"{keys}/{++_bids}", cancellation);
            }

            await Task.WhenAny(
                looking, Task.Delay(Clamp(left / StepShare, StepMin, StepMax), house.Time, cancellation));
        }

        house.Counts.LotEnded(await looking);
    }

    // Gives how often the lot's end moved.
    private async Task<int> LookAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var answer = await house.Client.ViewAsync(id, cancellation);
            switch (answer.Http == HttpStatusCode.OK ? answer.Status : null)
            {
                case "upcoming" or "open" or "closing" or "paused":
                    break;
                case null:
                    house.Remarks.Make("looking at a lot", answer);
                    return room.Sight.Extensions;
                default:
                    return answer.Lot.Extensions ?? 0;
            }

            TimeSpan left;
            lock (_gate)
            {
                room.See(Sights.Of(answer, room.Sight));
                left = room.Sight.ClosesAt - house.Clock.Now;
            }

            await Task.Delay(
                Clamp(left / LookShare, LookMin, LookMax) / house.Pace.Speed, house.Time, cancellation);
        }
    }

    private async Task BidAsync(DueBid bid, string key, CancellationToken cancellation)
    {
        var answer = await house.Client.BidAsync(id, bid.Bot.Name, key, bid.Amount, cancellation);
        var reply = Sights.ReplyOf(answer);
        house.Counts.BidAnswered(reply is BidReply.Leading or BidReply.Outbid);
        if (reply == BidReply.Refused && answer.Http != HttpStatusCode.Conflict)
        {
            house.Remarks.Make("a bid", answer);
        }

        lock (_gate)
        {
            Sights.Show(answer, reply, room);
            bid.Bot.Hear(reply);
        }
    }

    private static TimeSpan Clamp(TimeSpan span, TimeSpan least, TimeSpan most) =>
        span < least ? least : span > most ? most : span;
}
