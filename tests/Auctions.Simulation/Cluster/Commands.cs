using Auctions.Core;
using Auctions.Simulation.Histories;
using Auctions.Simulation.Scenarios;

namespace Auctions.Simulation.Cluster;

/// <summary>Makes commands of steps.</summary>
internal static class Commands
{
    /// <param name="operation">What a client does.</param>
    /// <param name="id">To which auction.</param>
    /// <param name="stamp">When it had arrived at the edge.</param>
    /// <param name="now">Time at the process that serves it.</param>
    public static AuctionCommand Of(Operation operation, AuctionId id, DateTimeOffset stamp, DateTimeOffset now)
    {
        var step = operation.Step;
        return step.Kind switch
        {
            StepKind.Bid => new PlaceBid(operation.Bidder, KeyOf(operation, id), step.Amount, stamp),
            StepKind.BuyNow => new BuyNow(operation.Bidder, KeyOf(operation, id), stamp),
            StepKind.Pause => new Pause(People.Operator),
            StepKind.Resume => new Resume(People.Operator),
            StepKind.Extend => new ExtendEnd(People.Operator, now.AddTicks(step.Amount)),
            StepKind.Close => new CloseNow(People.Operator),
            StepKind.WithdrawAsOperator => new Withdraw(People.Operator, AsOperator: true, "A reason"),
            StepKind.WithdrawAsSeller => new Withdraw(People.Seller, AsOperator: false, "A reason"),
            StepKind.LowerReserve => new LowerReserve(People.Seller, step.Amount),
            StepKind.View or StepKind.Watch => throw new InvalidOperationException($"{step.Kind} is no command."),
        };
    }

    // Unique in a run by construction, and cheaper than a hash.
    private static BidKey KeyOf(Operation operation, AuctionId id) => new(
        ((operation.Bidder.Value + 1) << 64) | ((UInt128)(uint)id.GetHashCode() << 32) | (uint)operation.Step.Key);
}
