using System.Runtime.CompilerServices;

namespace Auctions.Core.Tests;

/// <summary>What holds of every auction, whatever is tried with it in whatever order.</summary>
public sealed class AuctionProperties
{
    private static void ForEveryMove(Action<Move> property, [CallerMemberName] string name = "") =>
        Seeded.ForAllPlays(play => play.Moves.ForEach(property), null, name);

    [Fact]
    public void The_price_never_falls() => ForEveryMove(move =>
        Assert.True(move.After.Price >= move.Before.Price, $"{move.Before.Price} fell to {move.After.Price}."));

    [Fact]
    public void Nothing_happens_after_the_end_and_there_is_one_winner() => Seeded.ForAllPlays(play =>
    {
        var ends = play.Journal.Where(happened => happened is AuctionClosed or AuctionWithdrawn).ToList();
        Assert.True(ends.Count <= 1, "It ended twice.");
        if (ends.Count == 1)
        {
            Assert.Same(ends[0], play.Journal.Last());
            Assert.True(play.Auction.State.IsEnded);
        }
    });

    [Fact]
    public void A_sold_lot_goes_to_the_leader_within_the_own_maximum_and_not_below_the_reserve() =>
        ForEveryMove(move =>
        {
            if (move.Events.OfType<AuctionClosed>().SingleOrDefault() is not { } closed)
            {
                return;
            }

            var (state, sold) = (move.After, closed.Buyer != PersonId.None);
            Assert.Equal(sold, state.Status == AuctionStatus.Sold);
            Assert.Equal(sold, state.BidCount > 0 && state.ReserveMet);
            if (sold)
            {
                Assert.Equal((state.Leader, state.Price), (closed.Buyer, closed.Price));
                var least = Math.Max(state.Terms!.OpeningPrice, state.Reserve ?? 0);
                Assert.InRange(closed.Price, least, state.LeaderMaximum);
            }
        });

    [Fact]
    public void The_highest_maximum_leads_and_of_equal_ones_the_earlier() => Seeded.ForAllPlays(play =>
    {
        var standing = new Standing();
        foreach (var move in play.Moves)
        {
            standing.Take(move);
            Assert.Equal(
                (standing.Leader, standing.LeaderMaximum), (move.After.Leader, move.After.LeaderMaximum));
            Assert.Equal(
                (standing.Underbidder, standing.UnderbidderMaximum),
                (move.After.Underbidder, move.After.UnderbidderMaximum));
        }
    });

    [Fact]
    public void The_price_is_what_the_underbidder_and_the_reserve_force() => ForEveryMove(move =>
    {
        var state = move.After;
        if (state.BidCount == 0 || move.Decision.Event is LotBoughtNow || state.IsEnded)
        {
            return;
        }

        var forced = state.UnderbidderMaximum == 0
            ? state.Terms!.OpeningPrice
            : state.UnderbidderMaximum + state.Terms!.Increments.At(state.UnderbidderMaximum);
        var reserve = state.ReserveMet ? state.Terms.Reserve ?? 0 : 0;
        Assert.InRange(state.Price, Math.Max(state.UnderbidderMaximum, state.Terms.OpeningPrice), state.LeaderMaximum);
        Assert.InRange(state.Price, 0, Math.Max(forced, reserve));
    });

    [Fact]
    public void The_own_raise_moves_the_price_only_to_the_reserve_and_never_the_end() => ForEveryMove(move =>
    {
        if (move.Decision.Event is BidPlaced bid && move.Before.BidCount > 0 && bid.Bidder == move.Before.Leader)
        {
            var meets = !move.Before.ReserveMet && bid.ReserveMet;
            Assert.Equal(meets ? Math.Max(move.Before.Price, move.Before.Reserve ?? 0) : move.Before.Price, bid.Price);
            Assert.Null(bid.ClosesAt);
            Assert.Equal(move.Before.ClosesAt, move.After.ClosesAt);
        }
    });

    [Fact]
    public void Replaying_the_events_gives_the_same_auction() => Seeded.ForAllPlays(play =>
    {
        var replayed = new Auction(Given.Id);
        foreach (var happened in play.Journal)
        {
            replayed.Evolve(happened);
        }

        Assert.Equal(EverythingOf.Auction(play.Auction), EverythingOf.Auction(replayed));
        Assert.Equal(play.Journal.Count(), replayed.State.Sequence);
    });

    [Fact]
    public void Deciding_changes_nothing_and_decides_the_same_again() => Seeded.ForAllPlays(
        _ => { },
        watch: (auction, command, turn) =>
        {
            var before = EverythingOf.Auction(auction);
            var decision = auction.Decide(command, turn);
            Assert.Equal(decision, auction.Decide(command, turn));
            Assert.Equal(before, EverythingOf.Auction(auction));
        });

    [Fact]
    public void What_is_not_accepted_leaves_no_trace() => ForEveryMove(move =>
    {
        Assert.Equal(move.Decision.Kind == DecisionKind.Accepted, move.Decision.Event is not null);
        if (move.Decision.Event is null)
        {
            Assert.Equal(EverythingOf.State(move.Before), EverythingOf.State(move.After));
        }
    });

    [Fact]
    public void The_time_of_events_never_falls_even_if_the_clock_does() => Seeded.ForAllPlays(play =>
    {
        var times = play.Journal.Select(happened => happened.At).ToList();
        Assert.Equal(times.Order(), times);
        Assert.DoesNotContain(play.Moves, move => move.Events.Any(happened => happened.At < move.Turn.Now));
    });

    [Fact]
    public void An_accepted_bid_was_stamped_while_open_and_before_the_end_in_force() => ForEveryMove(move =>
    {
        if (move.Decision.Kind == DecisionKind.Accepted && move.Command is KeyedCommand keyed)
        {
            Assert.True(keyed.Stamp >= move.Before.Terms!.OpensAt, "Accepted before the opening.");
            Assert.True(keyed.Stamp < move.Before.ClosesAt, "Accepted at or after the end.");
            Assert.Equal(AuctionStatus.Open, move.Before.Status);
        }
    });

    [Fact]
    public void The_end_never_moves_back_but_by_ending_at_once() => ForEveryMove(move =>
    {
        var atOnce = move.Command is CreateAuction or CloseNow or BuyNow or Withdraw;
        Assert.True(atOnce || move.After.ClosesAt >= move.Before.ClosesAt, $"{move.Command} moved the end back.");
    });

    [Fact]
    public void A_bid_moves_the_end_only_within_its_bounds() => ForEveryMove(move =>
    {
        if (move.Decision.Event is not BidPlaced { ClosesAt: { } moved } bid)
        {
            return;
        }

        var soft = move.Before.Terms!.SoftClose!;
        Assert.True(bid.Stamp >= move.Before.ClosesAt - soft.Window, "The bid was not in the window.");
        Assert.True(moved > move.Before.ClosesAt, "The end moved back.");
        Assert.False(moved > move.Before.HardEnd, "The end moved beyond the hard end.");
        Assert.Equal(move.Before.Extensions + 1, move.After.Extensions);
        Assert.False(soft.Mode == ExtensionMode.FromEnd && move.After.Extensions > soft.ExtensionsMax);
    });

    [Fact]
    public void The_hammer_falls_only_after_the_end_and_the_drain() => ForEveryMove(move =>
    {
        if (move.Decision.Event is AuctionClosed { Cause: ClosingCause.Hammer })
        {
            Assert.True(move.Turn.Now >= move.Before.ClosesAt + move.Turn.Drain, "The hammer fell too early.");
            Assert.Equal(AuctionStatus.Open, move.Before.Status);
        }
    });

    [Fact]
    public void Every_accepted_key_gets_its_first_answer_at_the_end() => Seeded.ForAllPlays(play =>
    {
        var turn = play.Moves[^1].Turn;
        foreach (var (keyed, position) in play.Accepted.Select((keyed, position) => (keyed, position)))
        {
            var happened = play.Moves.Single(move => ReferenceEquals(move.Command, keyed));
            var first = play.Auction.Bids[position];
            Assert.Equal(Decision.Repeat(first), play.Auction.Decide(keyed, turn));
            Assert.Equal(
                (keyed.Key, happened.Before.Sequence + 1, happened.After.Price, happened.After.At),
                (first.Key, first.Sequence, first.Price, first.At));
            Assert.Equal(happened.After.ReserveMet, first.ReserveMet);
            Assert.Equal((keyed as PlaceBid)?.Amount ?? first.Price, first.Amount);
        }

        Assert.Equal(play.Accepted.Count, play.Auction.Bids.Count);
    });

    [Fact]
    public void A_view_follows_from_what_anyone_may_know() => ForEveryMove(move =>
    {
        var view = AuctionView.Of(move.After);
        Assert.Equal(move.After.IsEnded, view.IsFinal);
        Assert.Equal(move.After.BidCount == 0, view.Price is null);
        Assert.True(view.Price is null || view.MinimumBid is null || view.MinimumBid > view.Price);
    });
}
