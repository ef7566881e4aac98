using System.Collections.Concurrent;
using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Codec;
using Auctions.Engine.Hosting;
using Auctions.Engine.Ports;
using Auctions.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit.Abstractions;

namespace Auctions.Engine.Tests;

/// <summary>Many threads, few auctions, a journal in trouble.</summary>
public sealed class StressTests(ITestOutputHelper output)
{
    private const int AuctionCount = 4;
    private const int Bidders = 32;
    private const int BidsPerBidder = 300;

    private readonly ConcurrentDictionary<BidKey, ConcurrentQueue<Answer>> _told = new();
    private readonly HashSet<BidKey> _written = [];

    [Fact]
    public async Task Every_acknowledged_bid_is_in_the_journal_once_whatever_goes_wrong()
    {
        var seed = Seed.OfThisRun;
        output.WriteLine(Seed.Repeat(seed));
        var clock = new AuctionClock(TimeProvider.System);
        var journal = new MemoryJournal(clock, shards: 2);
        await using var auctions = new LocalAuctions(
            journal, clock, Options.Create(new EngineOptions { SnapshotEveryEvents = 300 }),
            NullLogger<LocalAuctions>.Instance);
        await auctions.StartAsync(default);
        var ids = new List<AuctionId>();
        for (var auction = 0; auction < AuctionCount; auction++)
        {
            var terms = Given.Terms() with { OpensAt = clock.Now, ClosesAt = clock.Now.AddHours(1) };
            ids.Add(Expect.View(await auctions.CreateAsync(House.Request(terms, key: (uint)auction), default)).Id);
        }

        var trouble = new TroubledDelivery(seed);
        journal.Deliver = trouble.Take;
        await Task.WhenAll(Enumerable.Range(0, Bidders).Select(
            bidder => Task.Run(() => BidAsync(auctions, ids, bidder, new Random(Seed.Of(seed, bidder))))));
        trouble.IsOn = false;
        Assert.True(trouble.Troubles > 50, $"Only {trouble.Troubles} troubles: the run shows little.");
        foreach (var id in ids)
        {
            await CheckAsync(auctions, journal, id);
        }

        var acknowledged = _told.Where(told => told.Value.Any(answer => answer is BidAnswer)).Select(told => told.Key);
        Assert.Empty(acknowledged.Except(_written));
        output.WriteLine($"{_told.Count} keys, {trouble.Troubles} troubles");
    }

    private async Task BidAsync(LocalAuctions auctions, List<AuctionId> ids, int bidder, Random random)
    {
        var person = Given.Person($"B{bidder}");
        for (var bid = 0; bid < BidsPerBidder; bid++)
        {
            var id = ids[random.Next(ids.Count)];
            var view = await auctions.ViewAsync(id, 0, default) as ViewAnswer;
            var amount = (view?.View.MinimumBid ?? 10_00) + random.Next(-100, 5_000);
            var command = new PlaceBid(person, BidKey.Of(person, id, $"{bid}"), amount, auctions.Now);

            // Now and then an impatient client sends the same key twice at once.
            var copies = random.Next(10) == 0 ? 2 : 1;
            await Task.WhenAll(Enumerable.Range(0, copies).Select(_ => SendAsync(auctions, id, command)));
        }
    }

    private async Task SendAsync(LocalAuctions auctions, AuctionId id, PlaceBid command)
    {
        for (var attempt = 0; attempt < 1_000; attempt++)
        {
            var answer = await auctions.SubmitAsync(id, command, default);
            _told.GetOrAdd(command.Key, _ => new ConcurrentQueue<Answer>()).Enqueue(answer);
            if (answer is not UnavailableAnswer)
            {
                return;
            }

            await Task.Yield();
        }

        Assert.Fail("A bid was not answered definitely in a thousand attempts.");
    }

    private async Task CheckAsync(LocalAuctions auctions, MemoryJournal journal, AuctionId id)
    {
        var view = Expect.View(await auctions.ViewAsync(id, 0, default));
        var segments = journal.SegmentsOf(id);
        var fold = StreamFold.Of(new StoredStream(id, null, [], segments));
        Assert.Equal(AuctionView.Of(fold.Auction.State), view);
        Assert.Equal(view, AuctionView.Of(StreamFold.Of(journal.Stored(id)!).Auction.State));
        var bids = segments
            .SelectMany(segment => EventCodec.Decode(segment.CodecVersion, segment.Payload))
            .Index()
            .Where(happened => happened.Item is BidPlaced)
            .ToDictionary(happened => ((BidPlaced)happened.Item).Key, happened => happened.Index + 1L);
        Assert.True(bids.Count > 100, $"Only {bids.Count} bids were accepted.");
        foreach (var (key, sequence) in bids)
        {
            var accepted = _told[key].OfType<BidAnswer>().ToArray();
            Assert.NotEmpty(accepted);
            Assert.All(accepted, answer => Assert.Equal(sequence, answer.Bid.Sequence));
            Assert.Single(accepted.Select(answer => answer with { Replayed = false }).Distinct());
            Assert.InRange(accepted.Count(answer => !answer.Replayed), 0, 1);
        }

        _written.UnionWith(bids.Keys);
    }
}
