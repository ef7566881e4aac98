namespace Auctions.Engine.Limits;

/// <summary>What one front end knows of one subject's allowance. One caller at a time.</summary>
internal sealed class LeasedAccount
{
    // A ledger that refused and would have it asked again at once would be asked for ever.
    private static readonly TimeSpan RefusalMin = TimeSpan.FromMilliseconds(100);

    private readonly SpendWindow _spent = new(LocalAllowance.Window);
    private readonly SpendWindow _shared = new(LocalAllowance.Window);

    // Spent without a lease and not known to the ledger.
    private readonly SpendWindow _unreported = new(LocalAllowance.Window);

    private int _lease;
    private long _receipt;
    private TimeSpan _leaseEnds;

    // Less than so much was left at the ledger, which will not be otherwise before then.
    private int _refusedUnits;
    private TimeSpan _refusedUntil;

    private TaskCompletionSource? _asking;

    /// <summary>Spends, refuses, or says what to ask first.</summary>
    /// <param name="subject">Whose account this is.</param>
    /// <param name="units">How much.</param>
    /// <param name="rules">How the allowance is parted.</param>
    /// <param name="lane">The way to the ledger; null: decide without it.</param>
    /// <param name="now">Monotonic time.</param>
    public LeaseTurn Spend(UInt128 subject, int units, LeaseRules rules, LedgerLane? lane, TimeSpan now)
    {
        var turn = new LeaseTurn(this) { At = now };
        if (_spent.TotalAt(now) + units > rules.UnitsPerMinute)
        {
            return turn with { Wait = _spent.UntilAtMost(rules.UnitsPerMinute - units, now) };
        }

        if (_shared.TotalAt(now) + units <= rules.Share)
        {
            return SpendUnlent(turn, units, now);
        }

        if (_lease >= units && now < _leaseEnds)
        {
            _lease -= units;
            _spent.Add(now, units);
            return turn;
        }

        if (now < _refusedUntil && units >= _refusedUnits)
        {
            return turn with { Wait = _refusedUntil - now };
        }

        if (lane is null || lane.IsSilent)
        {
            return SpendUnlent(turn, units, now);
        }

        if (_asking is { } others)
        {
            return turn with { Asked = others.Task };
        }

        _asking = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return turn with { Asked = _asking.Task, Ask = MakeAsk(subject, units, rules, now) };
    }

    /// <summary>Takes the ledger's answer to what a turn asked; false: there is none.</summary>
    public bool Take(LeaseTurn turn, LeaseAnswer answer, TimeSpan now)
    {
        var ask = turn.Ask!.Value;
        if (answer.Grant is not { } grant)
        {
            // A call without an answer may have run: what it told and returned is not told or returned again.
            if (!answer.HasLeft)
            {
                _unreported.AddByPart(now, ask.SpentByPart);
                (_lease, _receipt) = (ask.Returned, ask.Receipt);
            }
        }
        else if (grant.Units < ask.Least)
        {
            var wait = grant.RetryAfter < RefusalMin ? RefusalMin : grant.RetryAfter;
            (_refusedUnits, _refusedUntil) = (ask.Least, now + wait);
        }
        else
        {
            // Its lifetime is over before the ledger thinks so, for the ledger was asked later.
            (_lease, _receipt) = (grant.Units, grant.Receipt);
            _leaseEnds = turn.At + AllowanceLedger.LeaseLifetime;
        }

        _asking!.SetResult();
        _asking = null;
        return answer.Grant is not null;
    }

    // What is left of a lease, be it too little or too late, goes back: others may have use for it.
    private LeaseAsk MakeAsk(UInt128 subject, int units, LeaseRules rules, TimeSpan now)
    {
        var (returned, spent) = (_lease, _unreported.Drain(now));
        _lease = 0;
        return new LeaseAsk(subject, rules.UnitsPerMinute, spent.Sum(), units, Math.Max(units, rules.Lease))
        {
            SpentByPart = spent,
            Returned = returned,
            Receipt = _receipt,
        };
    }

    private LeaseTurn SpendUnlent(LeaseTurn turn, int units, TimeSpan now)
    {
        _shared.Add(now, units);
        _spent.Add(now, units);
        _unreported.Add(now, units);
        return turn;
    }
}
