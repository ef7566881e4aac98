using Auctions.Core;
using Auctions.Engine;
using Auctions.Engine.Actor;
using Auctions.Engine.Ports;
using Auctions.Testing.Faults;

namespace Auctions.Storage.Tests;

/// <summary>Whatever becomes of a write, a bid counts once, and the same key gets the same answer.</summary>
[Collection(nameof(Deadlines))]
public abstract class UnknownOutcomeContract
{
    [Theory]
    [InlineData(Fault.LostRequest, false)]
    [InlineData(Fault.LostRequest, true)]
    [InlineData(Fault.LostReply, false)]
    [InlineData(Fault.LostReply, true)]
    [InlineData(Fault.LateRequest, false)]
    [InlineData(Fault.LateRequest, true)]
    public async Task A_bid_whose_write_has_an_unknown_outcome_is_settled_and_counts_once(Fault fault, bool silently)
    {
        await using var engine = await StartAsync(isPatient: !silently);
        var id = await engine.CreatedAsync(key: 1);
        var raises = engine.Journal.CallsOf(JournalCall.RaiseEpoch);
        engine.Journal.Strike(JournalCall.Append, fault, silently);
        var first = await AcceptedAsync(engine, id, "A", 5_00);
        Assert.False(first.Replayed);
        Assert.Equal(raises + 1, engine.Journal.CallsOf(JournalCall.RaiseEpoch));
        Assert.Equal(first.Bid, Assert.Single(await engine.BidsAsync(id)));

        Assert.Equal(
            fault == Fault.LateRequest ? [AppendStatus.Fenced] : [], Landed(await engine.Journal.LandLateAsync()));
        var again = await AcceptedAsync(engine, id, "A", 5_00);
        Assert.Equal((first.Bid, true), (again.Bid, again.Replayed));
        await AcceptedAsync(engine, id, "B", 6_00);
        Assert.Equal(2, (await engine.BidsAsync(id)).Count);
    }

    [Fact]
    public async Task A_late_write_that_lands_before_the_epoch_is_raised_counts_and_is_not_sent_again()
    {
        await using var engine = await StartAsync();
        var id = await engine.CreatedAsync(key: 1);
        engine.Journal.Strike(JournalCall.Append, Fault.LateRequest);
        var raise = engine.Journal.Hold(JournalCall.RaiseEpoch);
        var appends = engine.Journal.CallsOf(JournalCall.Append);
        var bid = AcceptedAsync(engine, id, "A", 5_00);
        await raise.ReachedAsync();
        Assert.Equal([AppendStatus.Written], Landed(await engine.Journal.LandLateAsync()));
        raise.Open();
        Assert.Equal((await bid).Bid, Assert.Single(await engine.BidsAsync(id)));
        Assert.Equal(appends + 1, engine.Journal.CallsOf(JournalCall.Append));
    }

    [Theory]
    [InlineData(Fault.LostRequest)]
    [InlineData(Fault.LostReply)]
    [InlineData(Fault.LateRequest)]
    public async Task A_bid_that_cannot_be_settled_is_unknown_and_the_same_key_tells(Fault fault)
    {
        await using var engine = await StartAsync();
        var id = await engine.CreatedAsync(key: 1);
        engine.Journal.Strike(JournalCall.Append, fault);
        engine.Journal.Strike(JournalCall.RaiseEpoch, Fault.Unavailable);
        Assert.Equal(new UnavailableAnswer(Unavailability.OutcomeUnknown), await engine.BidAsync(id, "A", 5_00));

        var told = await AcceptedAsync(engine, id, "A", 5_00);
        Assert.Equal(fault == Fault.LostReply, told.Replayed);
        Assert.All(Landed(await engine.Journal.LandLateAsync()), late => Assert.Equal(AppendStatus.Fenced, late));
        Assert.Equal(told.Bid, Assert.Single(await engine.BidsAsync(id)));
        var again = await AcceptedAsync(engine, id, "A", 5_00);
        Assert.Equal((told.Bid, true), (again.Bid, again.Replayed));
        await AcceptedAsync(engine, id, "B", 6_00);
    }

    [Theory]
    [InlineData(Fault.LostReply)]
    [InlineData(Fault.LostRequest)]
    public async Task An_epoch_that_may_have_been_raised_leaves_no_claim_that_blocks_the_auction(Fault fault)
    {
        await using var engine = await StartAsync(isPatient: false);
        var id = await engine.CreatedAsync(key: 1);
        engine.Journal.Strike(JournalCall.Append, Fault.LostReply);
        engine.Journal.Strike(JournalCall.RaiseEpoch, fault, silently: true);
        Assert.Equal(new UnavailableAnswer(Unavailability.OutcomeUnknown), await engine.BidAsync(id, "A", 5_00));
        Assert.True((await AcceptedAsync(engine, id, "A", 5_00)).Replayed);
        Assert.Single(await engine.BidsAsync(id));
    }

    [Fact]
    public async Task What_waits_behind_a_write_that_cannot_be_settled_is_definitely_not_placed()
    {
        await using var engine = await StartAsync();
        var id = await engine.CreatedAsync(key: 1);
        engine.Journal.Strike(JournalCall.Append, Fault.LostReply);
        engine.Journal.Strike(JournalCall.RaiseEpoch, Fault.Unavailable);
        var append = engine.Journal.Hold(JournalCall.Append);
        var sent = engine.BidAsync(id, "A", 5_00);
        await append.ReachedAsync();
        var behind = engine.BidAsync(id, "B", 6_00);
        append.Open();
        Assert.Equal(new UnavailableAnswer(Unavailability.OutcomeUnknown), await sent);
        Assert.Equal(new UnavailableAnswer(Unavailability.ShardUnavailable), await behind);
        Assert.Single(await engine.BidsAsync(id));
        Assert.False((await AcceptedAsync(engine, id, "B", 6_00)).Replayed);
    }

    [Fact]
    public async Task A_bid_on_a_shard_that_is_down_is_definitely_not_placed()
    {
        await using var engine = await StartAsync();
        var id = await engine.CreatedAsync(key: 1);
        engine.Journal.Strike(JournalCall.Append, Fault.Unavailable);
        Assert.Equal(new UnavailableAnswer(Unavailability.ShardUnavailable), await engine.BidAsync(id, "A", 5_00));
        Assert.Empty(await engine.BidsAsync(id));
        Assert.Equal(0, engine.Journal.CallsOf(JournalCall.RaiseEpoch));
        Assert.False((await AcceptedAsync(engine, id, "A", 7_00)).Replayed);
    }

    [Fact]
    public async Task An_auction_whose_writes_are_rejected_stands_alone_and_the_others_of_its_batches_go_on()
    {
        await using var engine = await StartAsync();
        var ids = await engine.CreatedAsync(auctions: 16);
        engine.Journal.Reject(ids[5]);

        // The first write holds the writer up, so that all the others leave in one batch.
        var append = engine.Journal.Hold(JournalCall.Append);
        var first = engine.BidAsync(ids[0], "A", 5_00);
        await append.ReachedAsync();
        var appends = engine.Journal.CallsOf(JournalCall.Append);
        var rest = ids[1..].Select(id => engine.BidAsync(id, "A", 5_00)).ToArray();
        append.Open();
        Answer[] answers = [await first, .. await Task.WhenAll(rest)];
        Assert.True(engine.Journal.CallsOf(JournalCall.Append) < appends + 15, "The writes were not batched.");
        foreach (var (i, answer) in answers.Index())
        {
            Assert.Equal(i == 5 ? new UnavailableAnswer(Unavailability.ShardUnavailable) : answer, answer);
            Assert.Equal(i == 5 ? 0 : 1, (await engine.BidsAsync(ids[i])).Count);
            Assert.True(i == 5 || answer is BidAnswer, $"{answer}");
        }

        // It stands apart for a while, and costs its shard nothing meanwhile.
        appends = engine.Journal.CallsOf(JournalCall.Append);
        Assert.Equal(new UnavailableAnswer(Unavailability.ShardUnavailable), await engine.BidAsync(ids[5], "A", 6_00));
        Assert.Equal(appends, engine.Journal.CallsOf(JournalCall.Append));
        await AcceptedAsync(engine, ids[6], "B", 50_00);
    }

    [Theory]
    [InlineData(JournalCall.BindCreationKey, Fault.LostReply, Unavailability.OutcomeUnknown)]
    [InlineData(JournalCall.BindCreationKey, Fault.LostRequest, Unavailability.OutcomeUnknown)]
    [InlineData(JournalCall.BindCreationKey, Fault.Unavailable, Unavailability.ShardUnavailable)]
    [InlineData(JournalCall.Open, Fault.LostReply, Unavailability.ShardUnavailable)]
    [InlineData(JournalCall.Append, Fault.Unavailable, Unavailability.ShardUnavailable)]
    public async Task An_auction_whose_creation_went_wrong_is_created_once_by_the_same_key(
        JournalCall call, Fault fault, Unavailability told)
    {
        await using var engine = await StartAsync();
        engine.Journal.Strike(call, fault);
        Assert.Equal(new UnavailableAnswer(told), await engine.CreateAsync(key: 1));
        var id = await engine.CreatedAsync(key: 1);
        var again = Assert.IsType<ViewAnswer>(await engine.CreateAsync(key: 1));
        Assert.Equal((id, 1L, true), (again.View.Id, again.View.Sequence, again.Replayed));
    }

    [Fact]
    public async Task A_stream_that_cannot_be_opened_answers_unavailable_and_opens_later()
    {
        await using var engine = await StartAsync(isPatient: false);
        var id = await engine.CreatedAsync(key: 1);
        engine.Journal.Strike(JournalCall.Append, Fault.Unavailable);
        await engine.BidAsync(id, "A", 5_00);
        engine.Journal.Strike(JournalCall.Open, Fault.LostReply, silently: true);
        Assert.Equal(new UnavailableAnswer(Unavailability.ShardUnavailable), await engine.BidAsync(id, "A", 5_00));
        await AcceptedAsync(engine, id, "A", 5_00);
    }

    /// <summary>A journal with one shard and nothing in it, whose clock is the one given.</summary>
    protected abstract IJournalHarness Make(AuctionClock clock);

    private Task<EngineOnJournal> StartAsync(bool isPatient = true) =>
        EngineOnJournal.StartAsync(Make, isPatient);

    private static IEnumerable<AppendStatus> Landed(IReadOnlyList<object?> answers) =>
        answers.SelectMany(answer => Assert.IsAssignableFrom<IReadOnlyList<AppendStatus>>(answer));

    private static async Task<BidAnswer> AcceptedAsync(
        EngineOnJournal engine, AuctionId id, string bidder, long amount) =>
        Assert.IsType<BidAnswer>(await engine.BidAsync(id, bidder, amount));
}
