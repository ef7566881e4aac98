using Auctions.Core;
using Auctions.Engine.Ports;

namespace Auctions.Storage.Tests;

/// <summary>Lists of auctions over all shards.</summary>
public sealed class ListTests : ReadModelTest
{
    [Fact]
    public async Task A_list_shows_what_the_auctions_own_views_show()
    {
        var bare = await PlayAsync();
        var full = await PlayAsync(
            Given.Terms(reserve: 50_00, buyItNow: 75_00, opensAt: Given.Start.AddHours(-1), title: "Krug, 壺"),
            null, null, null, null);
        var views = (await ListAsync()).Items.ToDictionary(view => view.Id);
        Assert.Equal([bare.Id, full.Id], views.Keys.Order());
        Assert.Equal(AuctionView.Of(bare.Auction.State), views[bare.Id]);
        Assert.Equal(AuctionView.Of(full.Auction.State), views[full.Id]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(24)]
    [InlineData(25)]
    public async Task Pages_join_in_the_order_of_end_and_id_over_all_shards(int limit)
    {
        var expected = new List<DueAuction>();
        for (var i = 0; i < 24; i++)
        {
            var end = Given.Start.AddHours(1 + (i * 7 % 5));
            expected.Add(new DueAuction(end, (await PlayAsync(Given.Terms(closesAt: end))).Id));
        }

        expected = [.. expected.OrderBy(due => due.ClosesAt).ThenBy(due => due.Id)];
        var paged = new List<DueAuction>();
        DueAuction? after = null;
        do
        {
            var page = await ListAsync(after: after, limit: limit);
            Assert.Empty(page.MissingShards);
            Assert.True(page.Items.Count == limit || page.Next is null);
            paged.AddRange(page.Items.Select(view => new DueAuction(view.ClosesAt, view.Id)));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(expected, paged);
        Assert.Equal(Shards, expected.Select(due => Journal.ShardOf(due.Id)).Distinct().Count());
    }

    [Fact]
    public async Task Each_status_lists_its_own()
    {
        var now = Given.Start.AddHours(1);
        var ended = Given.Terms(closesAt: now);
        var byStatus = new Dictionary<ListedStatus, AuctionId>
        {
            [ListedStatus.Upcoming] = (await PlayAsync(Given.Terms(opensAt: now.AddTicks(1)))).Id,
            [ListedStatus.Open] = (await PlayAsync(Given.Terms(opensAt: now))).Id,
            [ListedStatus.Closing] = (await PlayAsync(ended)).Id,
            [ListedStatus.Sold] = (await PlayAsync(null, null, null, new CloseNow(Given.Operator))).Id,
            [ListedStatus.Unsold] = (await PlayAsync(null, null, new CloseNow(Given.Operator))).Id,
            [ListedStatus.Cancelled] =
                (await PlayAsync(null, null, new Withdraw(Given.Operator, AsOperator: true, "lost"))).Id,
            [ListedStatus.Paused] = (await PlayAsync(ended, null, new Pause(Given.Operator))).Id,
        };
        await Activation.OpenAsync(Journal, Given.Id());
        foreach (var status in Enum.GetValues<ListedStatus>())
        {
            var view = Assert.Single((await ListAsync(status, now: now)).Items);
            Assert.Equal((status, byStatus[status]), (status, view.Id));
            Assert.Equal($"{status}", view.StatusAt(now), ignoreCase: true);
        }

        Assert.Equal(byStatus.Values.Order(), (await ListAsync(now: now)).Items.Select(view => view.Id).Order());
    }

    [Fact]
    public async Task A_sellers_name_lists_the_auctions_of_everybody_called_so()
    {
        string[] people = ["ann 1", "ann 2", "bob"];
        var ids = new Dictionary<string, List<AuctionId>>();
        foreach (var person in people)
        {
            await NameAsync(person, person[..3]);
            ids[person] = [];
            for (var i = 0; i < 4; i++)
            {
                ids[person].Add((await PlayAsync(Given.Terms(seller: Given.Person(person)))).Id);
            }
        }

        Assert.Equal([.. ids["ann 1"], .. ids["ann 2"]], await IdsAsync("ann"));
        Assert.Equal(ids["bob"], await IdsAsync("bob"));
        Assert.Empty(await IdsAsync("Bob"));
        Assert.Empty((await ListAsync(ListedStatus.Sold, "ann")).Items);
        var first = await ListAsync(ListedStatus.Open, "ann", limit: 5);
        var second = await ListAsync(ListedStatus.Open, "ann", first.Next, limit: 5);
        Assert.Equal(
            [.. ids["ann 1"], .. ids["ann 2"]], first.Items.Concat(second.Items).Select(view => view.Id).Order());
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task Names_are_found_on_every_shard_and_strangers_are_left_out()
    {
        string[] people = [.. Enumerable.Range(0, 12).Select(i => $"person {i}")];
        foreach (var person in people)
        {
            await NameAsync(person, $"{person}'s name");
        }

        var names = await ReadModels.NamesAsync(
            [.. people.Append("stranger").Append(people[0]).Select(Given.Person)], default);
        Assert.Equal(
            people.ToDictionary(Given.Person, person => $"{person}'s name").Order(Comparing),
            names.Order(Comparing));
    }

    [Fact]
    public async Task A_shard_that_cannot_be_read_is_named_and_the_others_are_listed()
    {
        var ids = new List<AuctionId>();
        for (var shard = 0; shard < Shards; shard++)
        {
            ids.Add((await PlayAsync(shard: shard)).Id);
        }

        Assert.Empty((await ListAsync()).MissingShards);
        Break(shard: 1);
        var page = await ListAsync();
        Assert.Equal([1], page.MissingShards);
        Assert.Equal([ids[0], ids[2]], page.Items.Select(view => view.Id).Order());
        Mend(shard: 1);
        page = await ListAsync();
        Assert.Empty(page.MissingShards);
        Assert.Equal(ids.Order(), page.Items.Select(view => view.Id).Order());
    }

    [Fact]
    public async Task A_shard_whose_file_is_damaged_is_named_and_the_others_are_listed()
    {
        var other = await PlayAsync(shard: 0);
        await PlayAsync(shard: 2);
        Reopen();
        Data.Run("shard-02.db", "pragma wal_checkpoint(truncate)");
        using (var file = new FileStream(
            Data.File("shard-02.db"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Write(new byte[4_096]);
        }

        var page = await ListAsync();
        Assert.Equal([2], page.MissingShards);
        Assert.Equal([other.Id], page.Items.Select(view => view.Id));
    }

    [Fact]
    public async Task A_shard_somebody_writes_to_is_listed_as_it_was()
    {
        var id = (await PlayAsync(shard: 1)).Id;
        using var connection = Data.Connect("shard-01.db");
        using var command = connection.CreateCommand();
        command.CommandText = "begin exclusive; delete from head";
        command.ExecuteNonQuery();
        var page = await ListAsync();
        Assert.Empty(page.MissingShards);
        Assert.Equal([id], page.Items.Select(view => view.Id));
    }

    private static Comparer<KeyValuePair<PersonId, string>> Comparing { get; } =
        Comparer<KeyValuePair<PersonId, string>>.Create((one, other) => one.Key.Value.CompareTo(other.Key.Value));

    private Task<AuctionPage> ListAsync(
        ListedStatus? status = null,
        string? seller = null,
        DueAuction? after = null,
        int limit = 100,
        DateTimeOffset? now = null) =>
        ReadModels.ListAsync(new AuctionQuery(status, seller, after, limit, now ?? Given.Start.AddHours(1)), default);

    private async Task<IEnumerable<AuctionId>> IdsAsync(string seller) =>
        (await ListAsync(seller: seller)).Items.Select(view => view.Id).Order();
}
