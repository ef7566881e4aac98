using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Heat;
using Auctions.Web.Api;
using Auctions.Web.Hotspots;
using Auctions.Web.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auctions.Web.Tests.Hotspots;

/// <summary>What the edge knows of the times of bids, by auction.</summary>
public sealed class EdgeHeatTests
{
    private static readonly TimeSpan Edge = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Answer = TimeSpan.FromMilliseconds(30);

    private readonly EdgeHeat _heat = new();

    [Fact]
    public void Bids_are_counted_and_timed_by_auction_since_the_last_frame()
    {
        _heat.Start();
        Record(Id(1), 3);
        Record(Id(2), 5);

        var frame = Take();

        Assert.Equal(
            [(Id(2).Value, 5L), (Id(1).Value, 3L)], frame.Top.Select(heat => (heat.Auction, heat.Parts.Edge.Count)));
        Assert.Equal(8, frame.Parts.Edge.Count);
        Assert.InRange(frame.Top[0].Parts.Edge.Quantile(1)!.Value, Edge, 1.25 * Edge);
        Assert.Equal((0, 0), (frame.Turns, frame.Top.Sum(heat => heat.Turns)));
        Assert.Empty(Take().Top);
        Assert.Equal(0, Take().Parts.Edge.Count);
    }

    [Theory]
    [InlineData(8, 8)]
    [InlineData(15, 8)]
    [InlineData(16, 16)]
    [InlineData(23, 16)]
    [InlineData(4_000, 4_000)]
    public void Beyond_eight_a_second_every_eighth_bid_of_an_auction_stands_for_eight(int bids, long counted)
    {
        _heat.Start();
        Record(Id(1), bids);

        var frame = Take();

        Assert.Equal(counted, Assert.Single(frame.Top).Parts.Edge.Count);
        Assert.Equal(bids, frame.Parts.Edge.Count);
        Record(Id(1), 3);
        Assert.Equal(3, Assert.Single(Take().Top).Parts.Edge.Count);
    }

    [Fact]
    public void The_time_until_the_answer_is_a_call_only_where_others_decide()
    {
        var away = new EdgeHeat(isAway: true);
        away.Start();
        _heat.Start();
        away.Record(Id(1), Edge, Answer);
        _heat.Record(Id(1), Edge, Answer);

        var (far, near) = (Take(away), Take());

        Assert.InRange(far.Top[0].Parts.Call.Quantile(1)!.Value, Answer, 1.25 * Answer);
        Assert.Equal((1, 0), (far.Parts.Call.Count, near.Parts.Call.Count));
        Assert.Equal(0, near.Top[0].Parts.Call.Count);
    }

    [Fact]
    public void Nothing_is_recorded_where_nobody_makes_frames()
    {
        Record(Id(1), 10);
        Assert.Equal(0, Take().Parts.Edge.Count);
        _heat.Start();
        Record(Id(1), 10);
        _heat.Stop();
        Record(Id(1), 10);
        _heat.Start();
        Assert.Equal(0, Take().Parts.Edge.Count);
    }

    [Fact]
    public void However_many_auctions_there_are_the_hottest_are_kept_and_what_is_lost_is_told()
    {
        const int Cold = 20 * EdgeHeat.Places;
        _heat.Start();
        for (var number = 1; number <= Cold; number++)
        {
            _heat.Record(Id(number), Edge, Answer);
            _heat.Record(Id(-1 - (number % 10)), Edge, Answer);
        }

        var frame = Take();

        var hot = frame.Top.Take(10).ToArray();
        Assert.Equal(
            Enumerable.Range(0, 10).Select(number => Id(-1 - number).Value).Order(),
            hot.Select(heat => heat.Auction).Order());
        Assert.All(hot, heat => Assert.Equal(Cold / 10, heat.Parts.Edge.Count));
        Assert.Equal(2 * Cold, frame.Parts.Edge.Count);
        Assert.Equal(Cold - (EdgeHeat.Places - 10), Assert.Single(frame.Processes).Dropped);
        Assert.All(frame.Top.Skip(10), heat => Assert.Equal(1, heat.Parts.Edge.Count));
        Assert.Equal(0, Assert.Single(Take().Processes).Dropped);
    }

    [Fact]
    public void A_bid_that_is_recorded_costs_no_memory()
    {
        var ids = Enumerable.Range(0, 3 * EdgeHeat.Places).Select(Id).ToArray();
        _heat.Start();
        for (var frame = 0; frame < 3; frame++)
        {
            RecordMany(ids);
            Take();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        RecordMany(ids);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(Assert.Single(Take().Processes).Dropped > 0, "No auction made room for another.");
    }

    [Fact]
    public async Task Measuring_a_request_costs_no_memory_beside_what_asking_does()
    {
        _heat.Start();
        var http = new DefaultHttpContext();
        http.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(new BidMeter.Mark()), null));
        RequestDelegate nothing = static _ => Task.CompletedTask;
        for (var warm = 0; warm < 100; warm++)
        {
            await BidMeter.MeasureAsync(http, nothing, _heat);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var bid = 0; bid < 1_000; bid++)
        {
            Assert.True(BidMeter.MeasureAsync(http, nothing, _heat).IsCompletedSuccessfully);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task No_bid_is_lost_or_counted_twice_while_many_record_and_frames_are_made()
    {
        const int Threads = 4, Bids = 50_000;
        _heat.Start();
        var recording = Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (var bid = 0; bid < Bids; bid++)
            {
                _heat.Record(Id(1 + (bid % 5)), Edge, Answer);
            }
        })));
        var frames = new List<HeatFrame>();
        while (!recording.IsCompleted)
        {
            frames.Add(Take());
        }

        await recording;
        frames.Add(Take());

        var sum = HeatMerge.Merge(frames, 0, frames.Count);
        Assert.Equal(Threads * Bids, sum.Parts.Edge.Count);
        Assert.Equal(5, sum.Top.Count);
        var leftOver = (long)frames.Count * 5 * (EdgeTally.Every - 1);
        Assert.InRange(
            sum.Top.Sum(heat => heat.Parts.Edge.Count), (Threads * (long)Bids) - leftOver, Threads * (long)Bids);
        Assert.Equal(0, sum.Processes.Sum(process => process.Dropped));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_bid_of_the_API_on_an_auction_is_recorded(bool decidesElsewhere)
    {
        await using var host = await WebHost.StartAsync(decidesElsewhere);
        var heat = host.Services.GetServices<IHeatSource>().OfType<EdgeHeat>().Single();
        heat.Start();
        var (known, unknown) = (new AuctionId(Guid.CreateVersion7()), new AuctionId(Guid.CreateVersion7()));
        host.Auctions.OnSubmit = id => new RefusedAnswer(id == known ? Refusal.Closed : Refusal.UnknownAuction);

        Assert.Equal(409, await BidAsync(host, known, "{\"amount\":1200}"));
        Assert.Equal(409, await BidAsync(host, known, "{\"amount\":1300}"));
        Assert.Equal(400, await BidAsync(host, known, "{}"));
        Assert.Equal(404, await BidAsync(host, unknown, "{\"amount\":1200}"));

        var recorded = await RecordedAsync(heat, 2);
        Assert.Equal(2, recorded.Parts.Edge.Count);
        Assert.Equal(decidesElsewhere ? 2 : 0, recorded.Parts.Call.Count);
        Assert.Equal((known.Value, 2L), (recorded.Top[0].Auction, recorded.Top[0].Parts.Edge.Count));
        Assert.Single(recorded.Top);
    }

    // A bid counts once its answer is written, which its bidder may have before.
    private static async Task<HeatFrame> RecordedAsync(EdgeHeat heat, long bids)
    {
        using var deadline = new CancellationTokenSource(Scenarios.Support.Eventually.Deadline);
        var frames = new List<HeatFrame>();
        while (frames.Sum(frame => frame.Parts.Edge.Count) < bids)
        {
            frames.Add(Take(heat));
            await Task.Delay(1, deadline.Token);
        }

        return HeatMerge.Merge(frames, 0, 1);
    }

    private static async Task<int> BidAsync(WebHost host, AuctionId auction, string json) =>
        (await host.PostAsync($"/v1/auctions/{auction}/bids", json, request =>
        {
            request.Headers.Add("X-User", "anna");
            request.Headers.Add("Idempotency-Key", "k1");
        })).Status;

    private static AuctionId Id(int number) => new(new Guid(number, 7, 7, [1, 2, 3, 4, 5, 6, 7, 8]));

    private static HeatFrame Take(EdgeHeat heat)
    {
        var frame = new HeatFrameBuilder(0, new ProcessHeat { Name = "a", Kind = "server" });
        heat.AddTo(frame);
        return frame.Build();
    }

    private HeatFrame Take() => Take(_heat);

    private void Record(AuctionId id, int bids)
    {
        for (var bid = 0; bid < bids; bid++)
        {
            _heat.Record(id, Edge, Answer);
        }
    }

    private void RecordMany(AuctionId[] ids)
    {
        for (var bid = 0; bid < 20_000; bid++)
        {
            _heat.Record(ids[bid % ids.Length], Edge, Answer);
        }
    }
}
