using System.Collections.Concurrent;
using System.Globalization;
using Auctions.Core;
using Auctions.Scenarios.Support;
using Auctions.Storage.Slots;

namespace Auctions.Server.Postgres.Tests.Support;

/// <summary>
/// Bidders who never give up: each repeats a bid under its key until it is told accepted or refused, whatever becomes
/// of servers meanwhile. So in the end the journal must hold what was acknowledged and nothing else.
/// </summary>
internal sealed class PatientStorm(
    Func<Uri> server, IReadOnlyList<Lot> lots, int biddersPerLot, TimeSpan rest = default)
{
    private const int LotsMin = 16;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan GiveUp = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<(string Lot, long Sequence), long> _acknowledged = new();
    private readonly long[] _amounts = new long[lots.Count];
    private int _untold;
    private volatile bool _isOver;

    /// <summary>How many bids a test is to have acknowledged: the environment's <c>AUCTIONS_KILLED_BIDS</c>.</summary>
    public static int BidsByEnvironment => int.Parse(
        Environment.GetEnvironmentVariable("AUCTIONS_KILLED_BIDS") ?? "2000", CultureInfo.InvariantCulture);

    /// <summary>Whether it bids on an auction.</summary>
    public bool IsOn(string lot) => lots.Any(one => one.Id == lot);

    /// <summary>Amounts by auction and sequence.</summary>
    public IReadOnlyDictionary<(string Lot, long Sequence), long> Acknowledged => _acknowledged;

    /// <summary>How often an answer was 503 or did not come.</summary>
    public int Untold => Volatile.Read(ref _untold);

    /// <summary>A storm on lots of which every shard has one.</summary>
    /// <param name="server">Where to send the next bid.</param>
    /// <param name="api">Where to make the lots.</param>
    /// <param name="biddersPerLot">How many bid on each.</param>
    /// <param name="rest">How long each of them rests after a bid.</param>
    public static async Task<PatientStorm> OnEveryShardAsync(
        Func<Uri> server, Api api, int biddersPerLot = 3, TimeSpan rest = default)
    {
        // Where an auction lives follows from its id, which is the engine's choice.
        var slots = SlotMap.Assign([1, 1, 1, 1]);
        var lots = new List<Lot>();
        var shards = new HashSet<int>();
        while (lots.Count < LotsMin || shards.Count < 4)
        {
            var lot = await Lot.CreateAsync(api, $"seller{lots.Count}");
            lots.Add(lot);
            Assert.True(AuctionId.TryParse(lot.Id, out var id));
            Assert.True(slots.TryGetShard(id, out var shard));
            shards.Add(shard);
        }

        return new PatientStorm(server, lots, biddersPerLot, rest);
    }

    /// <summary>Bids until <see cref="End"/>, and until every bid sent is told.</summary>
    public Task RageAsync() => Task.WhenAll(lots.Index().SelectMany(lot =>
        Enumerable.Range(0, biddersPerLot).Select(bidder => BidAsync(lot.Item, lot.Index, $"b{bidder}"))));

    public void End() => _isOver = true;

    /// <summary>Waits until so many bids are acknowledged.</summary>
    public async Task UntilAcknowledgedAsync(int count, Task raging)
    {
        while (_acknowledged.Count < count)
        {
            Assert.False(raging.IsCompleted, "The storm ended by itself.");
            await Task.WhenAny(Task.Delay(Pause), raging);
        }
    }

    private async Task BidAsync(Lot lot, int index, string bidder)
    {
        for (var bid = 0; !_isOver; bid++)
        {
            var amount = Interlocked.Add(ref _amounts[index], 20_000);
            var reply = await ToldAsync(lot, bidder, amount, $"k{bid}");
            if (reply.Status == 201)
            {
                Assert.True(
                    _acknowledged.TryAdd((lot.Id, reply.Number("sequence")), amount),
                    $"Two bids were told {reply.Number("sequence")}.");
            }
            else
            {
                reply.Is(409, "below-minimum");
            }

            await Task.Delay(rest);
        }
    }

    private async Task<Reply> ToldAsync(Lot lot, string bidder, long amount, string key)
    {
        using var late = new CancellationTokenSource(GiveUp);
        while (true)
        {
            try
            {
                var here = new Lot(new Api(server()), lot.Id, lot.Seller);
                var reply = await here.BidAsync(bidder, amount, key);
                if (reply.Status != 503)
                {
                    return reply;
                }
            }
            catch (HttpRequestException)
            {
                // Nobody knows, or nobody is there.
            }

            Interlocked.Increment(ref _untold);
            Assert.False(late.IsCancellationRequested, $"{key} on {lot.Id} is never told.");
            await Task.Delay(Pause);
        }
    }
}
