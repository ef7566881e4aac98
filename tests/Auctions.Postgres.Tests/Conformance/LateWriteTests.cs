using Auctions.Engine.Ports;
using Auctions.Storage.Tests;

namespace Auctions.Postgres.Tests;

/// <summary>An append given up may still arrive: only raising the epoch tells what became of it.</summary>
[Collection(nameof(Deadlines))]
[Trait("Category", "Long")]
public sealed class LateWriteTests(OwnDatabase database) : IClassFixture<OwnDatabase>
{
    [Fact]
    public async Task An_append_that_arrives_after_the_epoch_was_raised_is_never_stored()
    {
        await using var late = await SendAsync();
        var raised = Assert.NotNull(await late.Healthy.RaiseAsync(late.Owner));
        Assert.Equal(late.Sent.FirstSequence - 1, raised.LastSequence);
        await late.ArriveAsync();
        Assert.False(await late.Healthy.HoldsAsync(late.Sent));

        late.Owner.Raised(raised);
        var again = late.Sent with { Claim = late.Owner.Claim };
        await late.Owner.WriteAsync(late.Healthy.Journal, again);
        Assert.Equal(2, (await late.Healthy.Journal.BidsAsync(late.Owner.Id)).Count);
    }

    [Fact]
    public async Task Without_it_the_same_append_is_stored_although_it_was_read_back_as_absent()
    {
        await using var late = await SendAsync();
        await late.ArriveAsync();
        Assert.True(await late.Healthy.HoldsAsync(late.Sent));
        var raised = Assert.NotNull(await late.Healthy.RaiseAsync(late.Owner));
        Assert.Equal(late.Sent.LastSequence, raised.LastSequence);
    }

    [Fact]
    public async Task An_append_that_arrives_after_somebody_opened_the_auction_is_never_stored()
    {
        await using var late = await SendAsync();
        var next = await Activation.OpenAsync(late.Healthy.Journal, late.Owner.Id, create: false);
        Assert.Equal(late.Sent.FirstSequence - 1, next.Sequence);
        await late.ArriveAsync();
        Assert.False(await late.Healthy.HoldsAsync(late.Sent));
        await next.WriteAsync(late.Healthy.Journal, next.Bid());
    }

    // The writer gives an append up while its bytes are still on their way.
    private async Task<Late> SendAsync()
    {
        var late = new Late(database.Connection);
        late.Owner = await late.Slow.StartAuctionAsync();
        late.Sent = late.Owner.Bid();
        late.Proxy.Requests = () => late.Arrival.Task;
        Assert.Equal(
            JournalFault.Unknown,
            await JournalOn.FaultAsync(() => late.Owner.AppendAsync(late.Slow.Journal, late.Sent)));
        Assert.False(await late.Healthy.HoldsAsync(late.Sent));
        return late;
    }

    private sealed class Late(string connection) : IAsyncDisposable
    {
        public TaskCompletionSource<Passage> Arrival { get; } = new();

        public Proxy Proxy { get; } = new(connection);

        public JournalOn Healthy { get; } = new(connection);

        public JournalOn Slow => field ??= new(Proxy.Connection, JournalOn.Within(seconds: 1));

        public Activation Owner { get; set; } = null!;

        public Segment Sent { get; set; } = null!;

        /// <summary>Lets the bytes through, and awaits the server's answer to them.</summary>
        public async Task ArriveAsync()
        {
            var replies = Proxy.Replied;
            Arrival.SetResult(Passage.Pass);
            await Until.TrueAsync(() => Proxy.Replied > replies, "the late append is answered");
        }

        public async ValueTask DisposeAsync()
        {
            Arrival.TrySetResult(Passage.Drop);
            await Slow.DisposeAsync();
            await Healthy.DisposeAsync();
            await Proxy.DisposeAsync();
        }
    }
}
