using Auctions.Chaos.Recordings;

namespace Auctions.Chaos.Storms;

/// <summary>
/// Very many bidders of one auction. Told to keep a number of bids under way, they find out how many a second it takes;
/// told a rate, each comes when it is due, whether or not those before were answered (an open loop), as people do when
/// an auction ends. Each of them sends its bid again until it is told accepted or refused.
/// </summary>
/// <param name="storm">The storm it is part of.</param>
/// <param name="lot">The auction.</param>
/// <param name="number">A number that no other client of the storm has.</param>
internal sealed class Flood(Storm storm, Lot lot, int number)
{
    // Names under which they bid.
    private const int Bidders = 100;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private readonly BidSender _sender = new(storm);

    private uint _bids;
    private int _accepted;

    public Notes Notes => _sender.Notes;

    /// <summary>Keeps so many bids under way for a while; answers how many were accepted in each second.</summary>
    public async Task<double> SaturateAsync(int underWay, TimeSpan length, CancellationToken cancellation)
    {
        var (began, before) = (storm.Time.Now, Volatile.Read(ref _accepted));
        await Task.WhenAll(Enumerable.Range(0, underWay).Select(async _ =>
        {
            while (storm.Time.Now < began + length.Ticks)
            {
                await BidAsync(cancellation);
            }
        }));
        return (Volatile.Read(ref _accepted) - before) / TimeSpan.FromTicks(storm.Time.Now - began).TotalSeconds;
    }

    /// <summary>Has so many bids a second come for a while, and waits until each is told.</summary>
    /// <returns>How many a second came, and how many of all were accepted in each second meanwhile.</returns>
    public async Task<(double Offered, double Accepted)> RageAsync(
        double perSecond, TimeSpan length, CancellationToken cancellation)
    {
        var (began, before) = (storm.Time.Now, Volatile.Read(ref _accepted));
        var bids = new List<Task>();
        double passed;
        while ((passed = TimeSpan.FromTicks(storm.Time.Now - began).TotalSeconds) < length.TotalSeconds)
        {
            while (bids.Count < passed * perSecond)
            {
                bids.Add(BidAsync(cancellation));
            }

            await Task.Delay(Tick, cancellation);
        }

        var (offered, accepted) = (bids.Count / passed, (Volatile.Read(ref _accepted) - before) / passed);
        await Task.WhenAll(bids);
        return (offered, accepted);
    }

    private async Task BidAsync(CancellationToken cancellation)
    {
        var bid = Interlocked.Increment(ref _bids);
        var told = await _sender.UntilToldAsync(
            lot,
            new Sending
            {
                Lot = lot.Number,
                Bidder = (number * Bidders) + (int)(bid % Bidders),
                Key = ((long)number << 32) | bid,
                Amount = lot.NextAmount(),
            },
            cancellation);
        if (told == Told.Accepted)
        {
            Interlocked.Increment(ref _accepted);
        }
    }
}
