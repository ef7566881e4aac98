using System.Diagnostics;
using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Grains.Tests.Support;
using Auctions.Testing;

namespace Auctions.Grains.Tests.Cluster;

/// <summary>A bid can be followed from the front end through its silo to the write that made it durable.</summary>
public sealed class TracingTests(GrainHouse house) : IClassFixture<GrainHouse>, IDisposable
{
    private readonly ActivityRecorder _recorder = new();

    [Fact]
    public async Task Each_bid_of_a_call_is_in_the_trace_of_its_own_request()
    {
        var id = await house.CreateAsync();
        var traces = await Task.WhenAll(Enumerable.Range(1, 200).Select(bid => BidAsync(id, bid)));

        // The silo's side may end after the answer is told. A call that shows no life is sent again: then there are
        // more of some.
        await GrainHouse.Until(() => traces.All(trace => NamesOf(trace).Contains("auction.take")));
        Assert.All(traces, trace => Assert.Equal(
            ["auction.bid", "auction.call", "auction.decide", "auction.queue", "auction.take", "request"],
            NamesOf(trace).Distinct().Where(name => name is not ("auction.commit" or "auction.reply"))));
        await GrainHouse.Until(() => traces.Any(trace => _recorder.WritesFor(trace).Any()));
    }

    public void Dispose() => _recorder.Dispose();

    private IEnumerable<string> NamesOf(ActivityTraceId trace) =>
        _recorder.Of(trace).Select(activity => activity.OperationName).Order();

    private async Task<ActivityTraceId> BidAsync(AuctionId id, int bid)
    {
        using var request = _recorder.Request();
        var answer = await house.BidAsync(id, bid * 100_00, bidder: (uint)bid);
        Assert.True(answer is BidAnswer or RefusedAnswer, answer.ToString());
        return request.TraceId;
    }
}
