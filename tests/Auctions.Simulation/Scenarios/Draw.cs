using Auctions.Core;
using Auctions.Engine;
using Auctions.Simulation.Clockwork;

namespace Auctions.Simulation.Scenarios;

/// <summary>
/// Draws a scenario from a seed. Each draws first which classes of trouble are on at all and how strong (swarm testing,
/// Groce et al. 2012): trouble that is always a little on hides what only its absence shows.
/// </summary>
internal static class Draw
{
    public const long Millisecond = TimeSpan.TicksPerMillisecond;

    private const long Second = TimeSpan.TicksPerSecond;

    /// <summary>Virtual time 0.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static Scenario Scenario(ulong seed)
    {
        var chance = new Chance(seed, Drawer.Plan);
        var lots = new Lot[chance.Happens(0.25) ? 2 : 1];
        for (var lot = 0; lot < lots.Length; lot++)
        {
            lots[lot] = LotOf(ref chance);
        }

        var length = lots.Max(lot => lot.CreateAt + (lot.Terms.ClosesAt - Start).Ticks);
        var hasTrouble = !chance.Happens(0.15);
        var nodes = hasTrouble ? chance.Pick<int>([1, 1, 2, 2, 2, 2, 3]) : chance.Pick<int>([1, 1, 2]);
        var shards = chance.Happens(0.2) ? 2 : 1;
        var hasScantRoom = chance.Happens(0.1);

        // Long enough, sometimes, for a shard to be out so long that auctions are extended for it.
        var healAt = length + (chance.Below(chance.Happens(0.05) ? 7_000 : 700) * Millisecond);
        var setting = new Setting(
            nodes,
            shards,
            Options(ref chance, hasScantRoom),
            hasTrouble ? JournalFaultsOf(ref chance) : new JournalFaults(0, 0, 0, 0, 0, 0, 0, 0, 5_000, 0),
            hasTrouble ? ClientFaultsOf(ref chance) : new ClientFaults(0, 0, 0, 0, 20_000),
            chance.Between(200, 1_500) * Millisecond,
            chance.Below(800) * Millisecond,
            healAt,
            hasScantRoom);
        return new Scenario(
            seed,
            setting,
            lots,
            Steps(seed, ref chance, lots),
            hasTrouble ? Mishaps(seed, ref chance, setting) : []);
    }

    private static Lot LotOf(ref Chance chance)
    {
        var opening = chance.Pick<long>([1, 99, 10_00, 999_50]);
        var increments = chance.Pick<IncrementTable>(
            [IncrementTable.EbayUs, IncrementTable.TradeMe, IncrementTable.Of([new IncrementStep(1, 10_00)])]);
        var step = increments.At(opening);
        long? reserve = chance.Happens(0.3) ? opening + (step * chance.Below(6)) : null;
        var dear = Math.Max(reserve ?? 0, (opening * 13 / 10) + 1);
        long? buyItNow = chance.Happens(0.3) ? dear + (step * chance.Below(8)) : null;
        var createAt = chance.Below(20) * Millisecond;
        var opensAt = createAt + (chance.Happens(0.15) ? chance.Below(500) * Millisecond : 0);
        var closesAt = opensAt + (chance.Between(500, 1_700) * Millisecond);
        var terms = new AuctionTerms(
            People.Seller,
            "A lot",
            "USD",
            AuctionFormat.English,
            opening,
            increments,
            reserve,
            buyItNow,
            Start.AddTicks(opensAt),
            Start.AddTicks(closesAt),
            chance.Happens(0.5) ? SoftCloseOf(ref chance, Start.AddTicks(closesAt)) : null);
        return new Lot(terms, createAt);
    }

    private static SoftClose SoftCloseOf(ref Chance chance, DateTimeOffset closesAt)
    {
        var window = TimeSpan.FromMilliseconds(chance.Between(100, 700));
        var mode = chance.Happens(0.5) ? ExtensionMode.FromNow : ExtensionMode.FromEnd;
        var longer = TimeSpan.FromMilliseconds(chance.Between(0, 300));
        return new SoftClose(
            window,
            mode == ExtensionMode.FromEnd ? window + longer : TimeSpan.FromMilliseconds(chance.Between(100, 900)),
            mode,
            chance.Happens(0.5) ? chance.Between(1, 3) : null,
            chance.Happens(0.5) ? closesAt.AddMilliseconds(chance.Below(1_200)) : null);
    }

    private static EngineOptions Options(ref Chance chance, bool hasScantRoom)
    {
        var drain = chance.Between(100, 500);
        var append = drain + chance.Between(200, 800);
        return new EngineOptions
        {
            DrainMs = drain,
            AppendDeadlineMs = append,
            EpochRaiseDeadlineMs = append + 200,
            AnswerDeadlineMs = append + 400,
            DeactivationDeadlineMs = append + 1_000,
            QueueDepthMax = hasScantRoom ? chance.Between(1, 4) : 1_000,
            HeldBidsMax = hasScantRoom ? chance.Between(1, 2) : 100,
            BidsPerAuctionMax = chance.Happens(0.05) ? chance.Between(2, 8) : 10_000,
            SegmentBytesMax = chance.Happens(0.2) ? 150 : 4_096,
            BatchBytesMax = 8_192,
            ActiveAuctionsMax = 100,
            IdleSeconds = chance.Between(1, 4),
            SnapshotEveryEvents = chance.Happens(0.3) ? chance.Between(1, 6) : 1_000,
            SweepIntervalMs = chance.Between(500, 1_500),
            OpenAheadSeconds = chance.Between(1, 3),
            OutageMinSeconds = chance.Between(3, 5),
            OutageExtensionMinSeconds = chance.Between(1, 3),
            UncleanExtensionSeconds = 1,
            BidsPerBidderPerMinute = chance.Happens(0.05) ? chance.Between(2, 5) : 0,
        };
    }

    private static JournalFaults JournalFaultsOf(ref Chance chance) => new(
        Rate(ref chance, 0.3, 0.1),
        Rate(ref chance, 0.3, 0.1),
        Rate(ref chance, 0.3, 0.1),
        Rate(ref chance, 0.3, 0.1),
        Rate(ref chance, 0.2, 0.1),
        Rate(ref chance, 0.2, 0.1),
        Rate(ref chance, 0.05, 0.05),
        Rate(ref chance, 0.2, 0.2),
        chance.Pick<int>([0, 5_000, 50_000, 200_000]),
        chance.Pick<int>([1_000_000, 5_000_000, 15_000_000]));

    private static ClientFaults ClientFaultsOf(ref Chance chance) => new(
        Rate(ref chance, 0.3, 0.2),
        Rate(ref chance, 0.3, 0.2),
        Rate(ref chance, 0.3, 0.3),
        Rate(ref chance, 0.4, 0.5),
        chance.Pick<int>([20_000, 100_000, 500_000, 2_000_000]));

    private static double Rate(ref Chance chance, double isOn, double most) =>
        chance.Happens(isOn) ? most * (chance.Between(1, 10) / 10.0) : 0;

    private static Step[] Steps(ulong seed, ref Chance chance, Lot[] lots)
    {
        var sessions = chance.Between(1, 4);
        var steps = new Step[chance.Between(4, chance.Happens(0.1) ? 40 : 16)];
        var usesOperators = chance.Happens(0.4);
        var lateness = chance.Below(3);
        for (var number = 0; number < steps.Length; number++)
        {
            var own = new Chance(seed, Drawer.Step, number);
            steps[number] = StepOf(number, ref own, lots, sessions, usesOperators, lateness);
        }

        return steps;
    }

    private static Step StepOf(
        int number, ref Chance chance, Lot[] lots, int sessions, bool usesOperators, int lateness)
    {
        var lot = chance.Below(lots.Length);
        var terms = lots[lot].Terms;
        var length = (terms.ClosesAt - Start).Ticks - lots[lot].CreateAt;

        // Most bids come near the end: some from there on, some a little before.
        var after = chance.Below(3) < lateness
            ? length - (400 * Millisecond) + (chance.Below(1_000) * Millisecond)
            : (long)(length * 1.1 * chance.Below(1_000) / 1_000);
        var kind = KindOf(ref chance, usesOperators);
        var step = terms.Increments.At(terms.OpeningPrice);
        var amount = kind switch
        {
            StepKind.Extend => chance.Between(-500, 1_500) * Millisecond,
            StepKind.LowerReserve => chance.Happens(0.3) ? 0 : terms.OpeningPrice + (step * chance.Below(5)),
            _ => Math.Max(1, terms.OpeningPrice + (step * (chance.Below(12) - 1)) + chance.Pick<long>([0, 0, 0, 1])),
        };
        var key = chance.Happens(0.1) ? chance.Below(number + 1) : number;
        return new Step(number, lot, chance.Below(sessions), Math.Max(0, after), kind, amount, key);
    }

    private static StepKind KindOf(ref Chance chance, bool usesOperators)
    {
        var draw = chance.Below(100);
        return draw switch
        {
            < 66 => StepKind.Bid,
            < 71 => StepKind.BuyNow,
            < 82 => StepKind.View,
            < 85 => StepKind.Watch,
            < 88 => StepKind.LowerReserve,
            < 89 => StepKind.WithdrawAsSeller,
            _ when !usesOperators => StepKind.Bid,
            < 92 => StepKind.Pause,
            < 95 => StepKind.Resume,
            < 97 => StepKind.Extend,
            < 98 => StepKind.WithdrawAsOperator,
            _ => StepKind.Close,
        };
    }

    private static Mishap[] Mishaps(ulong seed, ref Chance chance, Setting setting)
    {
        Span<MishapKind> on = stackalloc MishapKind[7];
        var kinds = 0;
        for (var kind = MishapKind.Crash; kind <= MishapKind.CutOff; kind++)
        {
            if (chance.Happens(0.3))
            {
                on[kinds++] = kind;
            }
        }

        var mishaps = new Mishap[kinds == 0 ? 0 : chance.Below(4)];
        for (var number = 0; number < mishaps.Length; number++)
        {
            var own = new Chance(seed, Drawer.Fault, number);
            var kind = on[own.Below(kinds)];
            var at = own.Below((int)(setting.HealAt / Millisecond)) * Millisecond;
            var ticks = kind == MishapKind.ClockJump
                ? own.Between(-1_500, 1_500) * Millisecond
                : own.Between(50, own.Happens(0.2) ? 7_000 : 1_500) * Millisecond;
            mishaps[number] = new Mishap(
                number, at, kind, own.Below(setting.Nodes), own.Below(setting.Shards), ticks);
        }

        return mishaps;
    }
}

/// <summary>Who takes part.</summary>
internal static class People
{
    public static readonly PersonId Seller = new(1);

    public static readonly PersonId Operator = new(2);

    /// <summary>The bidder of a session.</summary>
    public static PersonId Bidder(int session) => new((UInt128)(100 + session));
}
