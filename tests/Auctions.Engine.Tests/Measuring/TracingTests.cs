using System.Diagnostics;
using Auctions.Testing;

namespace Auctions.Engine.Tests;

/// <summary>A bid can be followed from its hand-over to the write that made it durable.</summary>
public sealed class TracingTests : IDisposable
{
    private readonly ActivityRecorder _recorder = new();

    [Fact]
    public async Task The_parts_of_a_bid_are_its_children_and_its_write_links_to_it()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        var trace = await TraceAsync(async () => Expect.Accepted(2, await house.BidAsync(id, "A", 20_00)));

        var bid = Assert.Single(_recorder.Of(trace), activity => activity.OperationName == "auction.bid");
        Assert.Equal(id.ToString(), bid.GetTagItem("auction.id"));
        Assert.Equal("accepted", bid.GetTagItem("auction.outcome"));
        var parts = _recorder.Of(trace).Where(activity => activity.ParentSpanId == bid.SpanId).ToList();
        Assert.Equal(
            ["auction.queue", "auction.decide", "auction.commit", "auction.reply"],
            parts.Select(part => part.OperationName));
        var write = await WriteForAsync(trace);
        Assert.Equal(default, write.ParentSpanId);
        Assert.Equal(bid.SpanId, Assert.Single(write.Links).Context.SpanId);
        var commit = Assert.Single(parts, part => part.OperationName == "auction.commit");
        Assert.Equal(write.SpanId, Assert.Single(commit.Links).Context.SpanId);
    }

    [Fact]
    public async Task Repeats_and_refusals_say_what_they_are()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        var trace = await TraceAsync(async () =>
        {
            await house.BidAsync(id, "A", 20_00);
            await house.BidAsync(id, "A", 20_00);
            await house.BidAsync(id, "B", 1);
        });
        Assert.Equal(
            ["accepted", "repeated", "refused"],
            _recorder.Of(trace).Where(activity => activity.OperationName == "auction.bid")
                .Select(activity => activity.GetTagItem("auction.outcome")));
    }

    [Fact]
    public async Task A_write_links_to_no_bid_that_waited_for_an_earlier_one()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        var appends = Valve.On(house, JournalOperation.Append);
        var first = house.BidAsync(id, "A", 20_00);
        var onItsWay = await appends.TakeAsync();
        var repeating = TraceAsync(() => house.BidAsync(id, "A", 20_00));
        var bidding = TraceAsync(() => house.BidAsync(id, "B", 90_00));
        onItsWay.Answer();
        (await appends.TakeAsync()).Answer();
        Expect.Accepted(2, await first);
        await WriteForAsync(await bidding);
        Assert.Empty(_recorder.WritesFor(await repeating));
    }

    public void Dispose() => _recorder.Dispose();

    private async Task<ActivityTraceId> TraceAsync(Func<Task> act)
    {
        using var request = _recorder.Request();
        await act();
        return request.TraceId;
    }

    // It may end after the answer is told.
    private async Task<Activity> WriteForAsync(ActivityTraceId trace)
    {
        await House.Until(() => _recorder.WritesFor(trace).Any());
        return Assert.Single(_recorder.WritesFor(trace));
    }
}
