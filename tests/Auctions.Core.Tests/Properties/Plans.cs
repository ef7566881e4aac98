using FsCheck;
using FsCheck.Fluent;

namespace Auctions.Core.Tests;

/// <summary>Makes random plans and smaller ones of a plan that failed.</summary>
internal static class Plans
{
    private static readonly Gen<StepKind> Kinds = Gen.Frequency(
        Weigh(44, StepKind.Bid),
        Weigh(9, StepKind.RaiseOwn),
        Weigh(8, StepKind.LateBid),
        Weigh(6, StepKind.Repeat),
        Weigh(2, StepKind.RepeatWithOtherAmount),
        Weigh(1, StepKind.SellerBid),
        Weigh(2, StepKind.BuyNow),
        Weigh(4, StepKind.LowerReserve),
        Weigh(3, StepKind.Pause),
        Weigh(8, StepKind.Resume),
        Weigh(2, StepKind.Extend),
        Weigh(2, StepKind.Fault),
        Weigh(6, StepKind.Hammer),
        Weigh(1, StepKind.Close),
        Weigh(1, StepKind.Withdraw),
        Weigh(1, StepKind.CreateAgain));

    private static readonly Gen<Step> Steps =
        from kind in Kinds
        from who in Gen.Choose(0, 4)
        from spread in Gen.Choose(0, 99)
        from clock in Gen.Choose(0, 99)
        select new Step(kind, who, spread, clock);

    public static Arbitrary<Plan> Any { get; } = Arb.From(
        from reserve in Gen.Elements(0L, 0L, 10_00L, 15_00L, 40_00L)
        from buyItNow in Gen.Elements(true, false)
        from closing in Gen.Choose(0, 6)
        from length in Gen.Choose(1, 80)
        from steps in Gen.ArrayOf(Steps, length)
        select new Plan(reserve, buyItNow, closing, steps),
        Shrink);

    private static (int, Gen<StepKind>) Weigh(int weight, StepKind kind) => (weight, Gen.Constant(kind));

    private static IEnumerable<Plan> Shrink(Plan plan)
    {
        for (var length = plan.Steps.Length / 2; length > 0; length /= 2)
        {
            for (var from = 0; from + length <= plan.Steps.Length; from += length)
            {
                yield return plan with { Steps = [.. plan.Steps[..from], .. plan.Steps[(from + length)..]] };
            }
        }

        if (plan.Closing != 0) yield return plan with { Closing = 0 };
        if (plan.BuyItNow) yield return plan with { BuyItNow = false };
        if (plan.Reserve != 0) yield return plan with { Reserve = 0 };
    }
}
