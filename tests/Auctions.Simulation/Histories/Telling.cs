using System.Globalization;
using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Simulation.Scenarios;

namespace Auctions.Simulation.Histories;

/// <summary>Says in few words what happened, for traces.</summary>
internal static class Telling
{
    public static string Of(AuctionEvent happened) => happened switch
    {
        AuctionCreated created => $"created, opening {created.Terms.OpeningPrice}, ends {Time(created.Terms.ClosesAt)}",
        BidPlaced bid => $"bid {bid.Amount} by {Who(bid.Bidder)}, stamp {Time(bid.Stamp)}, price {bid.Price}" +
            (bid.Leads ? ", leads" : ", outbid") + (bid.ClosesAt is { } end ? $", end {Time(end)}" : ""),
        LotBoughtNow bought => $"bought by {Who(bought.Bidder)} for {bought.Price}",
        ReserveLowered lowered => $"reserve {lowered.Reserve}",
        EndExtended extended => $"end {Time(extended.ClosesAt)} ({extended.Cause})",
        AuctionPaused => "paused",
        AuctionResumed resumed => $"resumed, end {Time(resumed.ClosesAt)}",
        AuctionWithdrawn => "withdrawn",
        AuctionClosed closed => $"closed ({closed.Cause}), buyer {Who(closed.Buyer)}, price {closed.Price}",
        _ => happened.GetType().Name,
    } + $", at {Time(happened.At)}";

    /// <summary>An auction by the end of its id.</summary>
    public static string Of(AuctionId id) => $"..{id.ToString()[^4..]}";

    public static string Of(Mishap mishap) => $"{Time(mishap.At)} {mishap.Kind}" + mishap.Kind switch
    {
        MishapKind.ClockJump => $" of node {mishap.Node} by {Time(mishap.Ticks)}",
        MishapKind.ShardDown or MishapKind.ShardFrozen => $" of shard {mishap.Shard} for {Time(mishap.Ticks)}",
        MishapKind.CutOff => $" of node {mishap.Node} from shard {mishap.Shard} for {Time(mishap.Ticks)}",
        _ => $" of node {mishap.Node} for {Time(mishap.Ticks)}",
    };

    public static string Of(Answer? answer) => answer switch
    {
        null => "nothing",
        BidAnswer bid => $"bid {bid.Bid.Sequence} {bid.Bid.Status} at {bid.Bid.Price}" +
            (bid.Replayed ? ", again" : ""),
        ViewAnswer view => Of(view.View),
        RefusedAnswer refused => $"refused {refused.Refusal}, price {refused.Price}",
        UnavailableAnswer unavailable => $"unavailable {unavailable.Reason}",
        _ => answer.GetType().Name,
    };

    public static string Of(AuctionView view) =>
        $"view {view.Sequence}: {view.Status}, price {view.Price}, {view.BidCount} bids, end {Time(view.ClosesAt)}";

    public static string Of(Step step) => $"step {step.Number}, session {step.Session}: {step.Kind}" + step.Kind switch
    {
        StepKind.Bid => $" {step.Amount}, key {step.Key}",
        StepKind.BuyNow => $", key {step.Key}",
        StepKind.LowerReserve => $" {step.Amount}",
        StepKind.Extend => $" to {step.Amount / Draw.Millisecond} ms after the first end",
        _ => "",
    };

    public static string Time(long ticks) => string.Create(
        CultureInfo.InvariantCulture, $"{ticks / (double)TimeSpan.TicksPerSecond:0.0000}");

    public static string Time(DateTimeOffset time) => string.Create(
        CultureInfo.InvariantCulture, $"{(time - Draw.Start).TotalSeconds:0.0000}");

    private static string Who(PersonId person) =>
        person == PersonId.None ? "nobody" : $"bidder {(long)person.Value - 100}";
}
