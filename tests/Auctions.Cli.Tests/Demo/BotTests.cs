using Auctions.Cli.Demo;
using Auctions.Cli.Demo.Bots;

namespace Auctions.Cli.Tests.Demo;

/// <summary>Each kind of bot alone, as a machine that is shown a lot and the time.</summary>
public sealed class BotTests
{
    private static readonly DateTimeOffset Start = PlayedLot.Start;
    private static readonly Pace Life = new(1);

    private static readonly LotSight Lot = new()
    {
        ClosesAt = Start.AddSeconds(100),
        IsOpen = true,
        Price = 1_000,
        MinimumBid = 1_100,
        Sequence = 2,
        Extensions = 0,
        Window = TimeSpan.FromSeconds(30),
    };

    public enum Kind
    {
        Nibbler,
        Proxy,
        Sniper,
        LateFighter,
    }

    public static TheoryData<Kind> Kinds => [.. Enum.GetValues<Kind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Nobody_bids_above_the_own_valuation(Kind kind)
    {
        Assert.InRange(SurelyBid(Of(kind, 1_100), Lot).Amount, 1_100, 1_100);
        Assert.Null(FirstBid(Of(kind, 1_099), Lot));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Nobody_bids_while_leading(Kind kind)
    {
        var bot = Of(kind, 9_000);
        var amount = SurelyBid(bot, Lot).Amount;
        bot.Hear(BidReply.Leading);

        Assert.Null(FirstBid(bot, Lot with { Price = amount, MinimumBid = amount + 100 }));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Nobody_bids_on_a_lot_that_is_shut_or_past_its_end(Kind kind)
    {
        Assert.Null(FirstBid(Of(kind, 9_000), Lot with { IsOpen = false }));
        Assert.Null(Of(kind, 9_000).Act(Lot, Lot.ClosesAt));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Nobody_bids_before_arriving(Kind kind)
    {
        var arrivesAt = Lot.ClosesAt.AddSeconds(-2);

        var bid = FirstBid(Of(kind, 9_000, arrivesAt), Lot);

        Assert.True(bid is null || bid.At >= arrivesAt);
        Assert.True(kind is Kind.Nibbler || bid is not null);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Nobody_bids_again_before_hearing_of_the_last_bid(Kind kind)
    {
        var bot = Of(kind, 9_000);
        SurelyBid(bot, Lot);

        Assert.Null(FirstBid(bot, Lot));
    }

    [Fact]
    public void A_nibbler_bids_about_the_least_some_time_after_it_was_outbid()
    {
        var bot = Of(Kind.Nibbler, 9_000);

        var first = SurelyBid(bot, Lot);
        bot.Hear(BidReply.Outbid);
        var higher = Lot with { Price = 2_000, MinimumBid = 2_100 };
        var second = SurelyBid(bot, higher, first.At);

        Assert.Contains(first.Amount, new[] { 1_100L, 1_200L });
        Assert.Contains(second.Amount, new[] { 2_100L, 2_200L });
        Assert.True(first.At - Start > TimeSpan.FromSeconds(0.5), $"{first.At}");
        Assert.True(second.At - first.At > TimeSpan.FromSeconds(0.2), $"{second.At}");
    }

    [Fact]
    public void A_leader_sees_by_the_price_alone_that_somebody_bid_more()
    {
        var bot = Of(Kind.Nibbler, 9_000);
        var amount = SurelyBid(bot, Lot).Amount;
        bot.Hear(BidReply.Leading);

        var outbid = Lot with { Price = amount + 1, MinimumBid = amount + 101 };
        SurelyBid(bot, outbid);
    }

    [Fact]
    public void A_proxy_bids_its_valuation_once()
    {
        var bot = Of(Kind.Proxy, 9_000);

        Assert.Equal(new Bid(Start, 9_000), FirstBid(bot, Lot));
        bot.Hear(BidReply.Outbid);
        Assert.Null(FirstBid(bot, Lot));
    }

    [Fact]
    public void A_sniper_keeps_still_until_the_last_seconds()
    {
        Assert.Equal(new Bid(Lot.ClosesAt.AddSeconds(-3), 9_000), FirstBid(Of(Kind.Sniper, 9_000), Lot));
    }

    [Fact]
    public void A_late_fighter_answers_in_the_window_and_again_in_each_extension()
    {
        var bot = Of(Kind.LateFighter, 9_000);

        var first = SurelyBid(bot, Lot);
        bot.Hear(BidReply.Outbid);
        var extended = Lot with { ClosesAt = Lot.ClosesAt.AddSeconds(60), Price = 2_000, MinimumBid = 2_100 };
        var second = SurelyBid(bot, extended, first.At);

        Assert.InRange(first.At, Lot.ClosesAt - Lot.Window, Lot.ClosesAt);
        Assert.InRange(second.At, extended.ClosesAt - Lot.Window, extended.ClosesAt);
        Assert.InRange(second.Amount, 2_100, 2_300);
    }

    [Fact]
    public void A_looker_never_bids() => Assert.Null(FirstBid(new Looker("lou", Start), Lot));

    [Fact]
    public void Whoever_comes_too_low_tries_again_at_what_the_answer_says()
    {
        var bot = Of(Kind.Nibbler, 9_000);
        var room = new LotRoom([bot], Lot);
        var now = Start;
        List<DueBid> due;
        while ((due = room.Due(now)).Count == 0)
        {
            now += TimeSpan.FromMilliseconds(100);
        }

        room.SeePrice(5_000, 5_100);
        due[0].Bot.Hear(BidReply.TooLow);

        Assert.InRange(SurelyBid(bot, room.Sight, now).Amount, 5_100, 5_200);
    }

    [Fact]
    public void What_is_older_than_what_a_room_knows_changes_nothing()
    {
        var room = new LotRoom([], Lot);
        room.SeeBid(5, 3_000, 3_100, Lot.ClosesAt.AddSeconds(30));

        room.See(Lot with { Sequence = 4 });
        room.SeeBid(4, 2_000, 2_100, Lot.ClosesAt);

        Assert.Equal((3_000, 3_100, 1), (room.Sight.Price, room.Sight.MinimumBid, room.Sight.Extensions));
    }

    private static Bot Of(Kind kind, long valuation, DateTimeOffset? arrivesAt = null)
    {
        var from = arrivesAt ?? Start;
        var dice = new Dice(1, 1);
        return kind switch
        {
            Kind.Nibbler => new Nibbler("nina", valuation, from, dice, Life),
            Kind.Proxy => new Proxy("petra", valuation, from),
            Kind.Sniper => new Sniper("sam", valuation, from, TimeSpan.FromSeconds(3)),
            Kind.LateFighter => new LateFighter(
                "luc", valuation, from, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), 3, dice),
        };
    }

    private static Bid SurelyBid(Bot bot, LotSight lot, DateTimeOffset? from = null)
    {
        var bid = FirstBid(bot, lot, from);
        Assert.NotNull(bid);
        return bid;
    }

    private static Bid? FirstBid(Bot bot, LotSight lot, DateTimeOffset? from = null)
    {
        for (var now = from ?? Start; now <= lot.ClosesAt.AddSeconds(5); now += TimeSpan.FromMilliseconds(100))
        {
            if (bot.Act(lot, now) is { } amount)
            {
                return new Bid(now, amount);
            }
        }

        return null;
    }

    private sealed record Bid(DateTimeOffset At, long Amount);
}
