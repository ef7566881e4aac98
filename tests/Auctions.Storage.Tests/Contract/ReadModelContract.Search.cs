using Auctions.Core;
using Auctions.Engine.Ports;

namespace Auctions.Storage.Tests;

public abstract partial class ReadModelContract
{
    private static readonly string[] Titles =
    [
        "Oak armchair", "OAK CHEST, chair missing", "Ärmelbrett aus Eiche", "straße", "Чайник и самовар", "ΟΔΟΣ",
        "Krug, 壺", "50 % off_white", "5 percent offwhite", @"C:\oak", "*** (a.b)* [x-z] {2} ^$|+? #'\"", "𐐀-Wappen",
    ];

    private static readonly (string Words, string[] Found)[] Searches =
    [
        ("chai", ["Oak armchair", "OAK CHEST, chair missing"]),
        ("CHAIR oak", ["Oak armchair", "OAK CHEST, chair missing"]),
        ("chair chest", ["OAK CHEST, chair missing"]),
        ("oak oak", ["Oak armchair", "OAK CHEST, chair missing", @"C:\oak"]),
        ("oakchest", []),
        ("ärmel", ["Ärmelbrett aus Eiche"]),
        ("ÄRMEL eiche", ["Ärmelbrett aus Eiche"]),
        ("armel", []),
        ("STRASSE", []),
        ("чАЙ САМ", ["Чайник и самовар"]),
        ("οδος", ["ΟΔΟΣ"]),
        ("οδοσ", ["ΟΔΟΣ"]),
        ("壺", ["Krug, 壺"]),
        ("𐐨-w", ["𐐀-Wappen"]),
        ("%", ["50 % off_white"]),
        ("off_", ["50 % off_white"]),
        ("o_k", []),
        (@"\", [@"C:\oak"]),
        (@":\OAK", [@"C:\oak"]),
        (@"\w", []),
        (".*", []),
        ("*** (A.B)* [x-z] {2} ^$|+? #'\"", ["*** (a.b)* [x-z] {2} ^$|+? #'\""]),
        ("(?i)oak", []),
    ];

    [Fact]
    public async Task A_search_finds_the_titles_that_hold_every_word_literally_in_either_case()
    {
        await Task.WhenAll(Titles.Select(title => StartAsync(Given.Terms(title: title))));
        foreach (var (words, found) in Searches)
        {
            var page = await SearchAsync(words);

            Assert.Equal([words, .. found.Order()], [words, .. page.Items.Select(view => view.Title).Order()]);
            Assert.Equal((null, 0), (page.Next, page.MissingShards.Count));
        }
    }

    [Fact]
    public async Task A_search_goes_with_every_status_and_with_a_seller()
    {
        var now = Given.Start.AddHours(1);
        await NameAsync("ann", "Ann");
        var owners = new Dictionary<ListedStatus, Activation>();
        foreach (var status in Enum.GetValues<ListedStatus>())
        {
            owners[status] = await StartAsync(TermsOf(status, now, "An oak chair", "ann"));
            await StartAsync(TermsOf(status, now, "A pine chair", "ann"));
            await StartAsync(TermsOf(status, now, "An oak chair", "bob"));
        }

        await EndAsync(owners[ListedStatus.Sold], null, new CloseNow(Given.Operator));
        await EndAsync(owners[ListedStatus.Unsold], new CloseNow(Given.Operator));
        await EndAsync(owners[ListedStatus.Cancelled], new Withdraw(Given.Operator, AsOperator: true, "lost"));
        await EndAsync(owners[ListedStatus.Paused], new Pause(Given.Operator));

        foreach (var (status, owner) in owners)
        {
            var page = await SearchAsync("OAK", status, "Ann", now: now);
            Assert.Equal((status, owner.Id), (status, Assert.Single(page.Items).Id));
        }

        Assert.Equal(
            owners.Values.Select(owner => owner.Id).Order(),
            (await SearchAsync("OAK", seller: "Ann", now: now)).Items.Select(view => view.Id).Order());
        Assert.Empty((await SearchAsync("OAK", seller: "Bob", now: now)).Items);
    }

    [Fact]
    public async Task Pages_of_a_search_join_however_little_a_page_looks_at()
    {
        var expected = new List<DueAuction>();
        for (var lot = 0; lot < 36; lot++)
        {
            var end = Given.Start.AddHours(1 + (lot * 7 % 5));
            var owner = await StartAsync(
                Given.Terms(closesAt: end, title: lot % 3 == 0 ? "oak" : "pine"), shard: lot / 2 % Shards);
            if (lot % 3 == 0)
            {
                expected.Add(new DueAuction(end, owner.Id));
            }
        }

        expected = [.. expected.OrderBy(due => due.ClosesAt).ThenBy(due => due.Id)];
        foreach (var (limit, looksMax) in ((int, int)[])
            [(1, 99), (4, 99), (12, 99), (13, 99), (4, 1), (4, 2), (2, 5), (50, 3), (50, 12), (50, 13)])
        {
            var pages = await PagesAsync("Oak", limit, looksMax);
            Assert.Equal(expected, pages.SelectMany(page => page.Items.Select(PlaceOf)));
            Assert.All(pages, page => Assert.InRange(page.Items.Count, 0, limit));
            Assert.All(
                pages, page => Assert.True(page.Next is null || page.Items.Count == limit || looksMax <= 12));
            Assert.InRange(pages.Count, looksMax <= 12 ? 2 : 1, 37);
        }
    }

    [Fact]
    public async Task A_search_that_finds_nothing_comes_to_an_end_by_and_by()
    {
        for (var lot = 0; lot < 12; lot++)
        {
            await StartAsync(shard: lot % Shards);
        }

        var pages = await PagesAsync("teapot", limit: 10, looksMax: 3);

        Assert.InRange(pages.Count, 2, 13);
        Assert.All(pages, page => Assert.Empty(page.Items));
    }

    [Fact]
    public async Task A_shard_that_cannot_be_searched_is_named_and_the_others_are_searched()
    {
        var ids = new List<AuctionId>();
        for (var shard = 0; shard < Shards; shard++)
        {
            ids.Add((await StartAsync(Given.Terms(title: "oak"), shard)).Id);
        }

        await _store.BreakAsync(shard: 1);

        var page = await SearchAsync("oak");
        Assert.Equal([1], page.MissingShards);
        Assert.Equal([ids[0], ids[2]], page.Items.Select(view => view.Id).Order());
    }

    private static DueAuction PlaceOf(AuctionView view) => new(view.ClosesAt, view.Id);

    private static AuctionTerms TermsOf(ListedStatus status, DateTimeOffset now, string title, string seller)
    {
        var person = Given.Person(seller);
        return status switch
        {
            ListedStatus.Upcoming => Given.Terms(opensAt: now.AddTicks(1), title: title, seller: person),
            ListedStatus.Closing => Given.Terms(closesAt: now, title: title, seller: person),
            _ => Given.Terms(title: title, seller: person),
        };
    }

    // Each begins after the one before.
    private async Task<List<AuctionPage>> PagesAsync(string words, int limit, int looksMax)
    {
        var pages = new List<AuctionPage>();
        DueAuction? after = null;
        do
        {
            var page = await SearchAsync(words, after: after, limit: limit, looksMax: looksMax);
            Assert.True(page.Next is not { } next || after is not { } from ||
                (next.ClosesAt, next.Id).CompareTo((from.ClosesAt, from.Id)) > 0);
            pages.Add(page);
            after = page.Next;
        }
        while (after is not null);
        return pages;
    }

    private async Task EndAsync(Activation owner, params AuctionCommand?[] commands) =>
        await owner.WriteAsync(Journal, owner.Next(commands));

    private async Task NameAsync(string seller, string name) => await Journal.BindCreationKeyAsync(
        new CreationKeyClaim(Given.Person(seller), name, Key: 1, BodyHash: 1, Given.Id()), default);

    private Task<AuctionPage> SearchAsync(
        string words,
        ListedStatus? status = null,
        string? seller = null,
        DueAuction? after = null,
        int limit = 100,
        int looksMax = TitleSearch.LooksMaxDefault,
        DateTimeOffset? now = null) =>
        _store.ReadModels.ListAsync(
            new AuctionQuery(
                status, seller, after, limit, now ?? Given.Start, new TitleSearch(words.Split(' '), looksMax)),
            default);
}
