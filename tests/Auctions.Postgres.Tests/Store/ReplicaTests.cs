using Auctions.Core;
using Auctions.Engine.Ports;
using Auctions.Storage.Postgres;
using Auctions.Storage.Postgres.Replicas;
using Auctions.Storage.Tests;

namespace Auctions.Postgres.Tests.Store;

/// <summary>What a replica serves, and what it does not because it is behind.</summary>
[Collection(nameof(Replicas))]
public sealed class ReplicaTests(ReplicatedStore replicated) : IAsyncLifetime, IDisposable
{
    private readonly Logs _logs = new();
    private PostgresStore _store = null!;

    public async Task InitializeAsync() => _store = await ReplicatedStore.OpenAsync(replicated.Settings, _logs);

    public async Task DisposeAsync()
    {
        await replicated.ResumeAsync();
        await replicated.CaughtUpAsync();
        await _store.DisposeAsync();
    }

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task Lists_and_history_are_read_from_the_replica_and_say_of_which_moment_they_are()
    {
        var (owner, beat) = await replicated.StartAuctionAsync(_store);
        await replicated.PauseAsync();
        await owner.WriteAsync(_store.Journal, owner.Bid());
        var hidden = await Activation.OpenAsync(_store.Journal, _store.Journal.IdOn(0));
        await hidden.WriteAsync(_store.Journal, hidden.Create());
        var history = await HistoryAsync(owner);
        var list = await ListAsync(_store);
        Assert.Equal([2L], history.Items.Select(bid => bid.Sequence));
        Assert.Equal((beat, beat), (history.AsOf, list.AsOf));
        Assert.Contains(owner.Id, list.Items.Select(view => view.Id));
        Assert.DoesNotContain(hidden.Id, list.Items.Select(view => view.Id));
    }

    [Fact]
    public async Task A_replica_further_behind_than_it_may_be_leaves_its_reads_to_the_primary_until_it_has_caught_up()
    {
        using var logs = new Logs();
        await using var store = await ReplicatedStore.OpenAsync(
            replicated.Settings with { ReplicaLagMax = TimeSpan.FromSeconds(3) }, logs);
        var (owner, _) = await replicated.StartAuctionAsync(_store);
        await replicated.PauseAsync();
        await owner.WriteAsync(_store.Journal, owner.Bid());
        var written = _store.Clock.Now;
        await Until.TrueAsync(
            async () => (await HistoryAsync(owner, from: store)).Items.Count == 2, "the primary shows both bids");
        Assert.InRange((await HistoryAsync(owner, from: store)).AsOf, written, store.Clock.Now);
        Assert.Single(logs.Messages, message => message.Contains("is more than 3 s behind"));

        await replicated.ResumeAsync();
        var beat = DateTimeOffset.MinValue;
        await Until.TrueAsync(
            async () =>
            {
                beat = await replicated.BeatAsync(_store);
                return (await ListAsync(store)).AsOf == beat;
            },
            "the replica serves again");
        Assert.Single(logs.Messages, message => message.Contains("replica-0") && message.Contains("again"));
    }

    [Fact]
    public async Task Who_needs_a_sequence_is_shown_it_or_told_that_nobody_has_it_yet()
    {
        var (owner, beat) = await replicated.StartAuctionAsync(_store);
        await replicated.PauseAsync();
        await owner.WriteAsync(_store.Journal, owner.Bid());
        await owner.WriteAsync(_store.Journal, owner.Next(new Pause(Given.Operator)));
        Assert.Equal(beat, (await HistoryAsync(owner, after: 2)).AsOf);

        // The last event is no bid and counts all the same.
        foreach (var after in new[] { 3, 4 })
        {
            var newest = await HistoryAsync(owner, after: after);
            Assert.Equal([3L, 2], newest.Items.Select(bid => bid.Sequence));
            Assert.True(newest.AsOf > beat);
        }

        var behind = await HistoryAsync(owner, after: 5);
        Assert.True(behind.IsBehind);
        Assert.Empty(behind.Items);
    }

    [Fact]
    public async Task A_bidder_sees_the_own_bid_though_the_replica_stands_still()
    {
        var (owner, beat) = await replicated.StartAuctionAsync(_store);
        await replicated.PauseAsync();
        await owner.WriteAsync(_store.Journal, owner.Bid("A", 777_77, "k"));
        Assert.Equal([3L, 2], (await HistoryAsync(owner, own: 3)).Items.Select(bid => bid.Sequence));
        Assert.Equal(beat, (await HistoryAsync(owner)).AsOf);
        var own = await _store.ReadModels.OwnBidsAsync(Given.Person("A"), null, 100, default);
        Assert.Equal(777_77, Assert.Single(own.Items, bids => bids.View.Id == owner.Id).Maximum);
        var here = await _store.ReadModels.OwnBidsOnAsync(Given.Person("A"), owner.Id, default);
        Assert.Equal((777_77, 3L), (Assert.Single(here.Items).Maximum, here.Items[0].LastSequence));
    }

    [Fact]
    public async Task A_later_page_lacks_nothing_that_came_right_before_an_earlier_one()
    {
        var (owner, _) = await replicated.StartAuctionAsync(_store);
        await replicated.PauseAsync();
        await owner.WriteAsync(_store.Journal, owner.Bid(4));
        var first = await _store.ReadModels.HistoryAsync(new HistoryQuery(owner.Id, null, 2, After: 6), default);
        var second = await _store.ReadModels.HistoryAsync(new HistoryQuery(owner.Id, first.Next, 2), default);
        Assert.Equal([6L, 5, 4, 3], first.Items.Concat(second.Items).Select(bid => bid.Sequence));
    }

    [Fact]
    public async Task A_seller_too_new_for_the_replica_has_a_name()
    {
        var (old, young) = (Given.Person("old"), Given.Person("young"));
        await NameAsync("old");
        await replicated.CaughtUpAsync();
        await replicated.PauseAsync();
        await NameAsync("young");
        var names = await _store.ReadModels.NamesAsync([old, young], default);
        Assert.Equal(("old", "young"), (names[old], names[young]));
    }

    [Fact]
    public async Task The_next_replica_serves_where_one_cannot_be_reached()
    {
        var nowhere = $"{replicated.ReplicaConnection};Port=1";
        IEnumerable<string> dead = Enumerable.Repeat(nowhere, PostgresStoreOptions.ReplicasMax - 1);
        await using var store = await ReplicatedStore.OpenAsync(
            replicated.Settings with { Replicas = [[.. dead, replicated.ReplicaConnection]] }, _logs);
        var (owner, beat) = await replicated.StartAuctionAsync(store);
        Assert.Equal(beat, (await HistoryAsync(owner, from: store)).AsOf);
    }

    [Fact]
    public async Task A_damaged_auction_does_not_keep_the_others_from_being_read_there()
    {
        var (damaged, _) = await replicated.StartAuctionAsync(_store);
        await Servers.RunAsync(
            replicated.Connection,
            $"update auctions.segment set payload = '\\xff' where auction_id = '{damaged.Id}'");
        var (other, beat) = await replicated.StartAuctionAsync(_store);
        await Assert.ThrowsAsync<JournalException>(() => HistoryAsync(damaged));
        Assert.Equal(beat, (await HistoryAsync(other)).AsOf);
        Assert.DoesNotContain(_logs.Messages, message => message.Contains("are not read from"));
    }

    [Fact]
    public async Task A_replica_is_examined_without_a_server()
    {
        await replicated.BeatAsync(_store);
        var settings = replicated.Settings with
        {
            Replicas = [[replicated.ReplicaConnection, replicated.Connection, $"{replicated.Connection};Port=1"]],
        };
        var reports = await ReplicaExamination.RunAsync(settings, default);
        Assert.Equal(
            ["shard-00-replica-0", "shard-00-replica-1", "shard-00-replica-2"], reports.Select(report => report.Name));
        Assert.Equal((null, TimeSpan.Zero), (reports[0].Problem, reports[0].Lag));
        Assert.Contains("no standby", reports[1].Problem);
        Assert.NotNull(reports[2].Problem);
    }

    private Task<HistoryPage> HistoryAsync(
        Activation owner, long after = 0, long own = 0, PostgresStore? from = null) =>
        (from ?? _store).ReadModels.HistoryAsync(new HistoryQuery(owner.Id, null, 100, after, own), default);

    private static Task<AuctionPage> ListAsync(PostgresStore store) =>
        store.ReadModels.ListAsync(new AuctionQuery(null, null, null, 100, Given.Start), default);

    private async Task NameAsync(string seller) => await _store.Journal.BindCreationKeyAsync(
        new CreationKeyClaim(Given.Person(seller), seller, Key: 1, BodyHash: 1, Given.Id()), default);
}
