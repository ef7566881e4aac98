using System.Text.Json.Nodes;
using Auctions.Core;
using Auctions.Scenarios.Support;
using Auctions.Testing;

namespace Auctions.Server.Tests.Secrecy;

/// <summary>
/// A run of some twenty auctions with every kind of end, some of them across a crash, with somebody who looks at
/// everything before, amid and after it.
/// </summary>
internal sealed class Walk
{
    private const int Duels = 10, BidsBefore = 12, BidsAfter = 12, BidsOfOthers = 8;

    private static readonly TimeSpan ClosingSoon = TimeSpan.FromSeconds(2), ClosingAtLast = 10 * ClosingSoon;

    private readonly IWalkedHost _host;
    private readonly Secrets _secrets;
    private readonly Cast _cast;
    private readonly int _seed;
    private readonly Bidding _bidding;
    private readonly LookingAround _around;
    private readonly Watching _watching;

    public Walk(IWalkedHost host, Secrets secrets, Cast cast, int seed)
    {
        (_host, _secrets, _cast, _seed) = (host, secrets, cast, seed);
        _bidding = new Bidding(host, secrets, Sights, cast);
        _around = new LookingAround(host, Sights, cast);
        _watching = new Watching(host, Sights);
    }

    public Sights Sights { get; } = new();

    /// <summary>Bids sent so far, mistakes not among them.</summary>
    public int BidsSent => _bidding.Sent;

    /// <summary>Fails unless what is public is seen wherever it must be: a walk that is blind proves nothing.</summary>
    public void AssertSees()
    {
        var sold = Sights.Lots.First(lot => lot.State is { Status: AuctionStatus.Sold, BidCount: > 2 });
        var figures = $":{sold.State.Price},";
        Assert.All(new[] { "view", "feed", "history", "list", "own bids" }, channel =>
            Assert.NotEqual(0, Sights.CountOf(channel, figures)));
        Assert.NotEqual(0, Sights.CountOf("answer", "below-minimum"));
        Assert.NotEqual(0, Sights.CountOf("page", "</html>"));
        Assert.NotEqual(0, Sights.CountOf("page", "id=\"price\">$"));
        Assert.NotEqual(0, Sights.CountOf("page", "<td>Bidder 1</td>"));
        Assert.NotEqual(0, Sights.CountOf("asset", "import "));
        Assert.NotEqual(0, Sights.CountOf("OpenAPI", "minimumBid"));
        Assert.NotEqual(0, Sights.CountOf("view", Cast.SellerName(1)));
    }

    /// <summary>Bids on an auction that is none, as nobody else does.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> BidOnNothingAsync()
    {
        var id = Guid.NewGuid().ToString();
        (await _bidding.SendUntilToldAsync(
            HttpMethod.Post, $"/v1/auctions/{id}/bids", _cast.Bidders[0], _secrets.Text("key"),
            new JsonObject { ["amount"] = Secrets.Most })).Is(404, "unknown-auction");
        return id;
    }

    /// <summary>The part before the crash.</summary>
    public async Task BeforeAsync()
    {
        var duels = Task.WhenAll(Enumerable.Range(1, Duels).Select(DuelAsync));
        await Task.WhenAll(
            duels, ReserveAsync(), BuyAsync(), NotOpenAsync(), PauseAsync(), CancelAsync(), CloseAsync(),
            MistakesAsync());
        await _around.LookAsync(isQuiet: true);
    }

    /// <summary>The part after it.</summary>
    public async Task AfterAsync()
    {
        var open = Sights.Lots.Where(lot => lot.State is { Status: AuctionStatus.Open, BidCount: > 0 }).ToArray();
        await _host.WhileUnwritableAsync(open[0].Id, () => RefusedForNowAsync(open[0]));
        await Task.WhenAll(open.Select(async lot =>
        {
            await _watching.WatchAsync(lot, lastEventId: "1");
            await DuelOf(lot).FightAsync(BidsAfter);
        }).Append(LateAsync()).Append(_around.LookAsync(isQuiet: false)));
        await Task.WhenAll(Sights.Lots.Where(lot => !lot.State.IsEnded).Select(lot =>
            _bidding.OperateAsync(lot, "close", new CloseNow(_cast.Operator.Id))));
        await _watching.EndAsync();
        await Task.WhenAll(Sights.Lots.Select(lot => _watching.WatchAsync(lot)));
        await _around.LookAsync(isQuiet: true);
        await _watching.EndAsync();
    }

    private async Task DuelAsync(int number)
    {
        var soft = number % 2 == 0 ? Terms.SoftClose(7200, 7200, "from-now") : null;
        var lot = await CreateAsync(number, hasReserve: number % 3 == 0, softClose: soft);
        await DuelOf(lot).FightAsync(BidsBefore / 2);
        await _watching.WatchAsync(lot);
        await DuelOf(lot).FightAsync(BidsBefore / 2);
    }

    private async Task ReserveAsync()
    {
        var lot = await CreateAsync(11, hasReserve: true);
        var chance = ChanceOf(lot);
        await _bidding.BidAsync(lot, _cast.Bidders[0], Below(lot, chance));
        await LowerAsync(lot, lot.Seller, lot.State.Reserve!.Value + 1, lot.State.Reserve.Value + Secrets.Least);
        await LowerAsync(lot, _cast.Bidders[0], Secrets.Least, lot.State.Reserve.Value);
        await LowerAsync(lot, lot.Seller, lot.State.LeaderMaximum + (8 * Secrets.Step), lot.State.Reserve.Value);
        await _bidding.BidAsync(lot, _cast.Bidders[1], lot.State.Reserve.Value);
        await DuelOf(lot).FightAsync(BidsOfOthers);

        var unmet = await CreateAsync(12, hasReserve: true);
        await _bidding.BidAsync(unmet, _cast.Bidders[2], Below(unmet, chance));
        await _bidding.BidAsync(unmet, _cast.Bidders[3], Below(unmet, chance));
        await _bidding.OperateAsync(unmet, "close", new CloseNow(_cast.Operator.Id));

        var dropped = await CreateAsync(13, hasReserve: true);
        await _bidding.BidAsync(dropped, _cast.Bidders[4], Below(dropped, chance));
        await _bidding.LowerReserveAsync(dropped, dropped.Seller, 0);
        await DuelOf(dropped).FightAsync(BidsOfOthers);

        long Below(KnownLot one, Random draw) =>
            _secrets.Amount(draw, one.State.MinimumBid, one.State.Reserve!.Value - 1) ?? one.State.MinimumBid;

        async Task LowerAsync(KnownLot one, Person by, long least, long most)
        {
            if (_secrets.Amount(chance, least, most) is { } amount)
            {
                await _bidding.LowerReserveAsync(one, by, amount);
            }
        }
    }

    private async Task BuyAsync()
    {
        var lot = await CreateAsync(14, hasReserve: true, hasBuyItNow: true);
        await _bidding.BuyAsync(lot, _cast.Bidders[5]);
        await DuelOf(lot).FightAsync(2);
        var bid = await CreateAsync(15, hasBuyItNow: true);
        await DuelOf(bid).BeatAsync();
        await _bidding.BuyAsync(bid, _cast.Bidders[6]);
        await DuelOf(bid).FightAsync(BidsOfOthers);
    }

    private async Task NotOpenAsync() => await DuelOf(
        await CreateAsync(16, hasReserve: true, opensAt: DateTimeOffset.UtcNow.AddMinutes(30))).FightAsync(2);

    private async Task PauseAsync()
    {
        var lot = await CreateAsync(17, hasReserve: true);
        await DuelOf(lot).FightAsync(BidsOfOthers);
        await _bidding.OperateAsync(lot, "pause", new Pause(_cast.Operator.Id));
        await DuelOf(lot).FightAsync(2);
        await _bidding.OperateAsync(lot, "resume", new Resume(_cast.Operator.Id));
        await DuelOf(lot).FightAsync(BidsOfOthers);
        await _bidding.OperateAsync(lot, "pause", new Pause(_cast.Operator.Id));
    }

    private async Task CancelAsync()
    {
        var lot = await CreateAsync(18, hasReserve: true);
        await DuelOf(lot).FightAsync(BidsOfOthers);
        var body = new JsonObject { ["reason"] = "It broke." };
        await _bidding.OperateAsync(lot, "cancel", new Withdraw(_cast.Operator.Id, true, "It broke."), body);
        await DuelOf(lot).FightAsync(2);
    }

    private async Task CloseAsync()
    {
        var lot = await CreateAsync(19);
        await _watching.WatchAsync(lot);
        await DuelOf(lot).FightAsync(BidsOfOthers);
        await _bidding.OperateAsync(lot, "close", new CloseNow(_cast.Operator.Id));
        await DuelOf(lot).FightAsync(2);
    }

    private async Task MistakesAsync()
    {
        var lot = await CreateAsync(20);
        await DuelOf(lot).BeatAsync();
        await new Mistakes(_host, _secrets, Sights, _cast, ChanceOf(lot)).MakeAsync(lot);
    }

    private async Task RefusedForNowAsync(KnownLot lot)
    {
        var chance = ChanceOf(lot);
        var replies = await Task.WhenAll(Enumerable.Range(0, 3).Select(bidder => _bidding.SendAsync(
            HttpMethod.Post,
            $"{lot.Path}/bids",
            _cast.Bidders[bidder],
            _secrets.Text("key"),
            new JsonObject { ["amount"] = _secrets.Amount(chance, Secrets.Most * 8 / 9, Secrets.Most) },
            lot)));
        Assert.All(replies, reply => reply.Is(503, "shard-unavailable"));
    }

    // Its end comes by itself. Whether a bid is in time only the server can tell.
    private async Task LateAsync()
    {
        var lot = await CreateToCloseAsync(21, ClosingSoon);
        await DuelOf(lot).BeatAsync(isLate: true);
        await DuelOf(lot).BeatAsync(isLate: true);
        var seen = new Lot(new Api(_host.Url), lot.Id, "");
        await seen.UntilAsync(view => view.String("status") != "open");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(bidder => _bidding.SendAsync(
            HttpMethod.Post,
            $"{lot.Path}/bids",
            _cast.Bidders[bidder],
            _secrets.Text("key"),
            new JsonObject { ["amount"] = _secrets.Amount(ChanceOf(lot), Secrets.Most * 8 / 9, Secrets.Most) },
            lot)));
        var end = await seen.UntilAsync(view => view.String("status") is "sold" or "unsold");
        lot.Apply(lot.Decide(new FallHammer(), DateTimeOffset.MaxValue));
        Assert.Equal(lot.State.Sequence, end.Number("sequence"));
        await _watching.WatchAsync(lot);
    }

    // On a busy machine a near end may be past before the auction is there: then a later one will do.
    private async Task<KnownLot> CreateToCloseAsync(int number, TimeSpan wait)
    {
        var closesAt = DateTimeOffset.UtcNow + wait;
        try
        {
            return await CreateAsync(number, closesAt: closesAt);
        }
        catch (Exception) when (DateTimeOffset.UtcNow > closesAt && wait < ClosingAtLast)
        {
            return await CreateToCloseAsync(number, 3 * wait);
        }
    }

    private Task<KnownLot> CreateAsync(
        int number, bool hasReserve = false, bool hasBuyItNow = false, JsonObject? softClose = null,
        DateTimeOffset? opensAt = null, DateTimeOffset? closesAt = null) => _bidding.CreateAsync(
            number, new Random(Seed.Of(_seed, number)), hasReserve, hasBuyItNow, softClose, opensAt, closesAt);

    private Random ChanceOf(KnownLot lot) => new(Seed.Of(
        _seed, (lot.State.Terms!.OpeningPrice * 1_000) + lot.State.Sequence));

    private Duel DuelOf(KnownLot lot) => new(lot, _bidding, _secrets, _cast, ChanceOf(lot));
}
