using Auctions.Engine.Ports;
using Auctions.Testing.Faults;

namespace Auctions.Storage.Tests;

/// <summary>Unknown outcomes: raising the epoch settles what was sent before, once and for all.</summary>
public abstract partial class JournalContract
{
    [Fact]
    public async Task Raising_the_epoch_tells_the_end_of_the_stream_and_fences_the_old_epoch()
    {
        var owner = await StartAuctionAsync(bids: 3);
        var sent = owner.Bid();
        var raised = Assert.NotNull(await RaiseAsync(owner.Claim));
        Assert.Equal((owner.Claim.Epoch + 1, 4L), (raised.Epoch, raised.LastSequence));
        Assert.Equal(AppendStatus.Fenced, await owner.AppendAsync(Journal, sent));
        owner.Raised(raised);
        await owner.WriteAsync(Journal, sent with { Claim = owner.Claim });
        Assert.Equal(4, (await Journal.BidsAsync(owner.Id)).Count);
    }

    [Fact]
    public async Task Raising_the_epoch_again_needs_no_knowledge_of_the_epoch_whose_answer_was_lost()
    {
        var owner = await StartAuctionAsync();
        var lost = Assert.NotNull(await RaiseAsync(owner.Claim));
        var raised = Assert.NotNull(await RaiseAsync(owner.Claim));
        Assert.True(raised.Epoch > lost.Epoch);
        var segment = owner.Bid();
        Assert.Equal(
            AppendStatus.Fenced,
            await owner.AppendAsync(Journal, segment with { Claim = owner.Claim with { Epoch = lost.Epoch } }));
        owner.Raised(raised);
        await owner.WriteAsync(Journal, segment with { Claim = owner.Claim });
    }

    [Fact]
    public async Task Who_does_not_own_a_stream_raises_nothing_and_is_told_so()
    {
        var stale = await StartAuctionAsync();
        var owner = await Activation.OpenAsync(Journal, stale.Id);
        Assert.Null(await RaiseAsync(stale.Claim));
        Assert.Null(await RaiseAsync(stale.Claim with { Epoch = owner.Claim.Epoch }));
        Assert.Null(await RaiseAsync(new StreamClaim(Journal.IdOn(0), Guid.NewGuid(), 1)));
        await owner.WriteAsync(Journal, owner.Bid());
    }

    [Fact]
    public async Task Streams_raised_together_are_answered_in_the_order_asked_for()
    {
        var one = await StartAuctionAsync(bids: 1);
        var stolen = await StartAuctionAsync(bids: 1);
        var other = await StartAuctionAsync(bids: 7);
        await Activation.OpenAsync(Journal, stolen.Id);
        var raised = await Journal.RaiseEpochAsync(0, [other.Claim, stolen.Claim, one.Claim], default);
        Assert.Equal([8L, null, 2L], raised.Select(stream => stream?.LastSequence));
    }

    [Fact]
    public async Task An_append_that_arrives_after_the_epoch_was_raised_is_fenced()
    {
        var (owner, faulty, sent) = await SendLateAsync();
        var raised = Assert.NotNull(await RaiseAsync(owner.Claim));
        Assert.Equal(sent.FirstSequence - 1, raised.LastSequence);
        Assert.Equal([AppendStatus.Fenced], Landed(await faulty.LandLateAsync()));
        owner.Raised(raised);
        await owner.WriteAsync(Journal, sent with { Claim = owner.Claim });
        Assert.Single(await Journal.BidsAsync(owner.Id));
    }

    [Fact]
    public async Task An_append_that_arrives_after_it_was_sent_again_is_fenced()
    {
        var (owner, faulty, sent) = await SendLateAsync();
        owner.Raised(Assert.NotNull(await RaiseAsync(owner.Claim)));
        await owner.WriteAsync(Journal, sent with { Claim = owner.Claim });
        Assert.Equal([AppendStatus.Fenced], Landed(await faulty.LandLateAsync()));
        Assert.Single(await Journal.BidsAsync(owner.Id));
    }

    [Fact]
    public async Task An_append_that_arrives_before_the_epoch_is_raised_is_in_the_stream_it_tells_of()
    {
        var (owner, faulty, sent) = await SendLateAsync();
        Assert.Equal([AppendStatus.Written], Landed(await faulty.LandLateAsync()));
        var raised = Assert.NotNull(await RaiseAsync(owner.Claim));
        Assert.Equal(sent.LastSequence, raised.LastSequence);
        Assert.Single(await Journal.BidsAsync(owner.Id));
    }

    [Fact]
    public async Task What_a_raised_epoch_tells_is_true_of_an_append_sent_at_the_same_time()
    {
        var owner = await StartAuctionAsync();
        var told = new HashSet<AppendStatus>();
        for (var round = 0; round < 400; round++)
        {
            var sent = owner.Bid();
            var claim = owner.Claim;
            var append = Task.Run(() => owner.AppendAsync(Journal, sent));
            var raise = Task.Run(() => RaiseAsync(claim));
            var status = await append;
            var raised = Assert.NotNull(await raise);
            var end = status == AppendStatus.Written ? sent.LastSequence : sent.FirstSequence - 1;
            Assert.NotEqual(AppendStatus.Broken, status);
            Assert.Equal(end, raised.LastSequence);
            told.Add(status);
            owner.Raised(raised);
            if (status != AppendStatus.Written)
            {
                await owner.WriteAsync(Journal, sent with { Claim = owner.Claim });
            }
        }

        Assert.Equal(400, (await Journal.BidsAsync(owner.Id)).Count);
        Assert.Contains(AppendStatus.Written, told);
    }

    private static IEnumerable<AppendStatus> Landed(IReadOnlyList<object?> answers) =>
        answers.SelectMany(answer => Assert.IsAssignableFrom<IReadOnlyList<AppendStatus>>(answer));

    private async Task<(Activation Owner, FaultyJournal Faulty, Segment Sent)> SendLateAsync()
    {
        var owner = await StartAuctionAsync();
        var faulty = new FaultyJournal(Journal);
        faulty.Strike(JournalCall.Append, Fault.LateRequest);
        var sent = owner.Bid();
        var told = await Assert.ThrowsAsync<JournalException>(() => owner.AppendAsync(faulty, sent));
        Assert.Equal(JournalFault.Unknown, told.Fault);
        return (owner, faulty, sent);
    }
}
