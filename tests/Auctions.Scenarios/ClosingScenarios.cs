using Auctions.Scenarios.Support;

namespace Auctions.Scenarios;

/// <summary>Opening and closing by the clock. Ends lie a second or two ahead.</summary>
public abstract class ClosingScenarios(IScenarioHost host) : Scenario(host)
{
    // The hammer falls at most drain + 0.5 s after the end: five times that bound.
    private static readonly TimeSpan HammerDeadline = 5 * TimeSpan.FromSeconds(0.5 + 0.5);

    [Fact]
    public Task Bids_in_time_count_and_the_hammer_falls_after_the_end() =>
        PunctuallyAsync(2.5, async (closesAt, cameInTime) =>
        {
            var lot = await CreateAsync(("closesAt", closesAt));
            await lot.BidAsync("anna", 5000);
            (await lot.BidAsync("bert", 3000)).Is(201);
            cameInTime();

            // A test that stood still sees late what came in time.
            var openUntil = closesAt;
            var sold = await lot.UntilAsync(
                view =>
                {
                    var hasEnded = view.String("status") == "sold";
                    openUntil = hasEnded ? openUntil : view.ServerTime;
                    return hasEnded;
                },
                Until(closesAt));

            Assert.Equal(
                (3100, "Bidder 1", closesAt, 2), (sold.Number("price"), sold.String("leader"), sold.Time("closesAt"),
                    sold.Number("bidCount")));
            Assert.True(sold.ServerTime >= closesAt.AddSeconds(0.5), $"It ended at {sold.ServerTime}, too early.");
            Assert.True(openUntil <= closesAt + HammerDeadline, $"It had not ended at {openUntil}.");
            (await lot.BidAsync("carl", 9000)).Is(409, "closed");
            Assert.Equal(sold.Without("serverTime"), (await lot.ViewAsync()).Without("serverTime"));
        });

    [Fact]
    public Task A_bid_between_the_end_and_the_hammer_is_late() =>
        PunctuallyAsync(2.5, async (closesAt, cameInTime) =>
        {
            var lot = await CreateAsync(("closesAt", closesAt));
            await lot.BidAsync("anna", 5000);
            cameInTime();

            await lot.UntilAsync(view => view.ServerTime >= closesAt, Until(closesAt));

            var late = await lot.BidAsync("bert", 9000);

            late.Is(409, "closed");
            var view = await lot.ViewAsync();
            Assert.Equal(("sold", 1), (view.String("status"), view.Number("bidCount")));
        });

    [Fact]
    public Task Of_bids_that_never_stop_those_answered_yes_are_those_that_count() =>
        PunctuallyAsync(2.5, async (closesAt, cameInTime) =>
        {
            var lot = await CreateAsync(("closesAt", closesAt));
            var accepted = new List<Reply>();
            Reply reply;
            for (var bid = 0; ; bid++)
            {
                reply = await lot.BidUntilToldAsync($"b{bid % 2}", 1000L + (bid * 20000), $"k{bid}");
                if (reply.Status != 201)
                {
                    break;
                }

                if (accepted.Count == 0)
                {
                    cameInTime();
                }

                accepted.Add(reply);
            }

            reply.Is(409, "closed");
            var view = await lot.ViewAsync();
            Assert.Equal(
                ("sold", accepted[^1].Number("price"), accepted.Count, closesAt),
                (view.String("status"), view.Number("price"), view.Number("bidCount"), view.Time("closesAt")));
            Assert.True(reply.ServerTime >= closesAt.AddSeconds(0.5), "closed is said once the closing is durable");
        });

    [Fact]
    public Task The_status_follows_the_clock() =>
        PunctuallyAsync(2, 1.5, async (opensAt, closesAt, cameInTime) =>
        {
            var lot = await CreateAsync(("opensAt", opensAt), ("closesAt", closesAt));
            (await lot.BidAsync("anna", 5000)).Is(409, "not-open");
            var views = new List<Reply> { (await lot.ViewAsync()).Is(200) };
            Assert.True(views[0].ServerTime < opensAt, "The machine was too slow.");

            await lot.UntilAsync(
                view =>
                {
                    views.Add(view);
                    if (view.ServerTime >= opensAt && view.ServerTime < closesAt)
                    {
                        cameInTime();
                    }

                    return view.String("status") == "unsold";
                },
                Until(closesAt));

            Assert.All(views.SkipLast(1), view => Assert.Equal(
                view.ServerTime < opensAt ? "upcoming" : view.ServerTime < closesAt ? "open" : "closing",
                view.String("status")));
            Assert.Equal("upcoming", views[0].String("status"));
            Assert.Contains(views, view => view.String("status") == "open");
        });

    [Fact]
    public async Task An_auction_opens_by_the_clock()
    {
        var lot = await CreateAsync(("opensAt", In(0.5)));

        await lot.UntilAsync("open");

        (await lot.BidAsync("anna", 5000)).Is(201);
    }

    [Fact]
    public Task A_reserve_not_met_by_the_end_sells_nothing() =>
        PunctuallyAsync(2.5, async (closesAt, cameInTime) =>
        {
            var lot = await CreateAsync(("closesAt", closesAt), ("reserve", 5000));
            await lot.BidAsync("anna", 4000);
            cameInTime();

            var view = await lot.UntilAsync(view => view.String("status") is "sold" or "unsold", Until(closesAt));

            Assert.Equal("unsold", view.String("status"));
        });

    [Fact]
    public Task A_soft_close_ends_after_its_most_extensions() =>
        PunctuallyAsync(2.5, 8, async (closesAt, extended, cameInTime) =>
        {
            var extension = (int)Math.Round((extended - closesAt).TotalSeconds);
            var soft = Terms.SoftClose(extension, extension, "from-end");
            soft["maxExtensions"] = 1;
            var lot = await CreateAsync(("closesAt", closesAt), ("softClose", soft));
            var first = await lot.BidAsync("anna", 5000);
            Assert.Equal(extended, first.Is(201).Time("closesAt"));

            await lot.UntilAsync(view => view.ServerTime >= closesAt, Until(closesAt));

            var second = await lot.BidAsync("bert", 6000);

            Assert.Equal(extended, second.Is(201).Time("closesAt"));
            cameInTime();
            var sold = await lot.UntilAsync(view => view.String("status") == "sold", Until(extended));
            Assert.Equal(
                (extended, 1, 5100),
                (sold.Time("closesAt"), sold.Number("extensions"), sold.Number("price")));
        });

    [Fact]
    public Task Many_auctions_of_one_end_all_close() =>
        PunctuallyAsync(3, async (closesAt, cameInTime) =>
        {
            const int Auctions = 40;
            var lots = await Task.WhenAll(
                Enumerable.Range(0, Auctions).Select(_ => CreateAsync(("closesAt", closesAt))));
            await Task.WhenAll(lots.Select(lot => lot.BidAsync("anna", 5000)));
            cameInTime();

            var views = await Task.WhenAll(
                lots.Select(lot => lot.UntilAsync(view => view.String("status") == "sold", Until(closesAt))));

            Assert.All(views, view => Assert.Equal(Terms.OpeningPrice, view.Number("price")));
        });
}
