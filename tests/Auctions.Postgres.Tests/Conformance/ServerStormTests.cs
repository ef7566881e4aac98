using System.Diagnostics;
using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Ports;
using Auctions.Storage.Tests;

namespace Auctions.Postgres.Tests;

/// <summary>Many bidders while their server stops and its backends are ended; each repeats until it knows.</summary>
[Collection(nameof(Deadlines))]
[Trait("Category", "Long")]
public sealed class ServerStormTests(OwnServer server) : IClassFixture<OwnServer>
{
    private const int Auctions = 8;
    private const int Bidders = 24;
    private const int BidsEach = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Counter _told = new();
    private int _unavailable;

    [Fact]
    public async Task Every_bid_that_was_acknowledged_is_there_once_as_acknowledged()
    {
        await using var engine = await EngineOnJournal.StartAsync(_ => new JournalOn(server.Connection));
        var ids = await engine.CreatedAsync(Auctions);
        var bids = Task.WhenAll(Enumerable.Range(0, Bidders).Select(bidder => BidAsync(engine, ids, bidder)));
        foreach (var progress in new[] { 0.2, 0.5 })
        {
            await TroubleUntilAsync((int)(Bidders * BidsEach * progress));
            await server.Process.StopImmediateAsync();
            await server.Process.StartAsync();
        }

        await TroubleUntilAsync((int)(Bidders * BidsEach * 0.8));
        var acknowledged = (await bids).SelectMany(told => told).ToLookup(told => told.Id, told => told.Bid);
        foreach (var id in ids)
        {
            // Every key was sent until it was told accepted or refused for good: the journal holds nothing else.
            Assert.Equal(acknowledged[id].OrderBy(bid => bid.Sequence), await StoredAsync(engine, id));
        }

        Assert.True(acknowledged.Sum(told => told.Count()) > Bidders, "Hardly anything was accepted.");
        Assert.True(_unavailable > 0, "Nobody noticed the trouble.");
    }

    // That the last trouble ended a connection is noticed when it is used: then the reading is repeated.
    private static async Task<IReadOnlyList<RememberedBid>> StoredAsync(EngineOnJournal engine, AuctionId id)
    {
        for (var waited = Stopwatch.StartNew(); ;)
        {
            try
            {
                return await engine.BidsAsync(id);
            }
            catch (JournalException) when (waited.Elapsed < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10));
            }
        }
    }

    // Terminates backends, each time some more bids were told, until so many were.
    private async Task TroubleUntilAsync(int told)
    {
        while (_told.Count < told)
        {
            var next = Math.Min(_told.Count + 50, told);
            await Servers.RunAsync(
                server.Connection,
                "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'Orleans%'");
            await _told.ReachesAsync(next);
        }
    }

    private async Task<List<(AuctionId Id, RememberedBid Bid)>> BidAsync(
        EngineOnJournal engine, AuctionId[] ids, int bidder)
    {
        var told = new List<(AuctionId Id, RememberedBid Bid)>();
        for (var bid = 0; bid < BidsEach; bid++)
        {
            var id = ids[(bidder + bid) % ids.Length];
            var amount = 1_00 + (bid * 1_00) + bidder;
            var waited = Stopwatch.StartNew();
            var answer = await engine.BidAsync(id, $"bidder {bidder}", amount, key: $"{bid}");
            while (answer is UnavailableAnswer)
            {
                Interlocked.Increment(ref _unavailable);
                Assert.True(waited.Elapsed < Patience, $"{id} does not recover: {answer}.");
                await Task.Delay(TimeSpan.FromMilliseconds(10));
                answer = await engine.BidAsync(id, $"bidder {bidder}", amount, key: $"{bid}");
            }

            if (answer is BidAnswer { Bid: var accepted })
            {
                told.Add((id, accepted));
            }
            else
            {
                Assert.IsType<RefusedAnswer>(answer);
            }

            _told.Increment();
        }

        return told;
    }
}
