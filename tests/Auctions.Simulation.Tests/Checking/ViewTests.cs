using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Simulation.Scenarios;

namespace Auctions.Simulation.Tests.Checking;

/// <summary>I9: what readers and watchers are shown.</summary>
public sealed class ViewTests
{
    public static TheoryData<string> Fields =>
    [
        "id", "seller", "title", "currency", "status", "price", "bids", "leader", "minimum", "reserve", "buy it now",
        "opening", "end", "extensions",
    ];

    [Fact]
    public void I9_a_view_from_the_future()
    {
        var tale = Tales.ThreeBids().See(1, at: 30, sequence: 4);
        Verdict.IsGood(tale);
        tale.Operations[^1].Copies[0].AnsweredAt = tale.Commits[3].At - 1;
        Verdict.Is(tale, "I9");
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void I9_a_view_as_it_never_was(string field) => Verdict.Is(
        Tales.ThreeBids().See(1, at: 40, sequence: 4)
            .Change(3, (ViewAnswer told) => told with { View = Bent(told.View, field) }),
        "I9");

    [Fact]
    public void I9_a_view_of_a_time_before_the_creation() => Verdict.Is(
        Tales.ThreeBids().See(1, at: 40, sequence: 4)
            .Change(3, (ViewAnswer told) => told with { View = told.View with { Sequence = 0 } }),
        "I9");

    [Fact]
    public void I9_a_reader_shown_less_than_it_asked_for() =>
        Verdict.Is(Tales.ThreeBids().See(1, at: 40, sequence: 3, after: 4), "I9");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void I9_in_a_faultless_history_a_read_older_than_an_acknowledged_bid(bool isFaultless)
    {
        var tale = Tales.ThreeBids(isFaultless).See(1, at: 40, sequence: 3);
        Verdict.Is(tale, isFaultless ? ["I9"] : []);
    }

    [Fact]
    public void I9_in_a_faultless_history_a_read_older_than_another_before_it()
    {
        var tale = Tales.ThreeBids(isFaultless: true).See(1, at: 40, sequence: 4).See(2, at: 41, sequence: 3);
        foreach (var copy in tale.Operations[2].Copies)
        {
            copy.AnsweredAt = Tale.Tick(50);
        }

        Verdict.Is(tale, "I9");
    }

    [Fact]
    public void A_read_beside_a_bid_may_miss_it() =>
        Verdict.IsGood(Tales.ThreeBids(isFaultless: true).See(1, at: 30, sequence: 3));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void I9_a_watcher_that_goes_backwards_or_stands(long shownFirst)
    {
        var tale = Tales.ThreeBids().Watch();
        var seen = tale.Watchings[0].Seen;
        seen[2] = (seen[2].At, tale.ViewAt(shownFirst));
        seen[3] = (seen[3].At, tale.ViewAt(2));
        Verdict.Is(tale, "I9");
    }

    [Fact]
    public void I9_a_watcher_shown_the_future()
    {
        var tale = Tales.ThreeBids().Watch();
        tale.Watchings[0].Seen[2] = (tale.Commits[2].At - 1, tale.Watchings[0].Seen[2].View);
        Verdict.Is(tale, "I9");
    }

    [Fact]
    public void I9_a_watcher_shown_what_never_was()
    {
        var tale = Tales.ThreeBids().Watch();
        var (at, view) = tale.Watchings[0].Seen[^1];
        tale.Watchings[0].Seen[^1] = (at, view with { Price = 17_00 });
        Verdict.Is(tale, "I9");
    }

    [Fact]
    public void A_watcher_may_miss_what_came_between()
    {
        var tale = Tales.ThreeBids().Watch();
        tale.Watchings[0].Seen.RemoveRange(0, 3);
        Verdict.IsGood(tale);
    }

    [Fact]
    public void I9_an_answer_to_a_command_as_it_never_was() => Verdict.Is(
        Tales.ThreeBidsOpen().Pause(at: 35)
            .Change(3, (ViewAnswer told) => told with { View = told.View with { Status = AuctionStatus.Open } })
            .Resume(at: 40, end: 65)
            .Hammer(65.5),
        "I9");

    private static AuctionView Bent(AuctionView view, string field) => field switch
    {
        "id" => view with { Id = new AuctionId(Guid.Empty) },
        "seller" => view with { Seller = People.Operator },
        "title" => view with { Title = "Another lot" },
        "currency" => view with { Currency = "EUR" },
        "status" => view with { Status = AuctionStatus.Paused },
        "price" => view with { Price = 15_00 },
        "bids" => view with { BidCount = 2 },
        "leader" => view with { LeaderNumber = 1 },
        "minimum" => view with { MinimumBid = 16_00 },
        "reserve" => view with { ReserveMet = false },
        "buy it now" => view with { BuyItNow = 30_00 },
        "opening" => view with { OpensAt = Tale.Time(2) },
        "end" => view with { ClosesAt = Tale.Time(61) },
        _ => view with { Extensions = 1 },
    };
}
