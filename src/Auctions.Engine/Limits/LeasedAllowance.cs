using Auctions.Engine.Ports;

namespace Auctions.Engine.Limits;

/// <summary>
/// An allowance that holds over all front ends. Each lets a subject spend a small share without asking anybody, so that
/// ordinary subjects cost no call; then what it was lent, a part at a time. In any minute a subject spends at most its
/// allowance and a share more for each front end. While the ledger does not answer each front end enforces the whole
/// allowance by itself.
/// </summary>
internal sealed class LeasedAllowance : IAllowance
{
    /// <summary>A share is the tenth part of an allowance, and so is a lease.</summary>
    public const int Fraction = 10;

    private readonly LeaseRules _rules;
    private readonly LedgerLane[] _lanes;
    private readonly Stripes<LeasedAccount> _subjects;

    public LeasedAllowance(int unitsPerMinute, LedgerLane[] lanes, TimeProvider time)
    {
        var share = unitsPerMinute / Fraction;
        _rules = new LeaseRules(unitsPerMinute, share, Math.Max(1, share));
        _lanes = lanes;
        _subjects = new(LocalAllowance.SubjectsMax, LocalAllowance.Lifetime, time, static () => new LeasedAccount());
    }

    public ValueTask<TimeSpan?> SpendAsync(UInt128 subject, int units)
    {
        units = Math.Min(units, _rules.UnitsPerMinute);
        var turn = Try(subject, units, isAlone: false);
        return turn.Asked is null ? ValueTask.FromResult(turn.Wait) : AskAsync(subject, units, turn);
    }

    private LeaseTurn Try(UInt128 subject, int units, bool isAlone)
    {
        var lane = isAlone ? null : _lanes[AllowanceLedger.PartOf(subject)];
        return _subjects.With(
            subject,
            (subject, units, _rules, lane),
            static (account, now, wish) => account.Spend(wish.subject, wish.units, wish._rules, wish.lane, now));
    }

    // Others may have spent what was lent before this one's turn comes again; then it asks for more, until nothing is
    // left to be lent.
    private async ValueTask<TimeSpan?> AskAsync(UInt128 subject, int units, LeaseTurn turn)
    {
        while (turn.Asked is { } asked)
        {
            var isAlone = false;
            if (turn.Ask is { } ask)
            {
                var answer = await _lanes[AllowanceLedger.PartOf(subject)].AskAsync(ask);
                isAlone = !_subjects.With(
                    subject,
                    (turn, answer),
                    static (_, now, answered) => answered.turn.Account.Take(answered.turn, answered.answer, now));
            }
            else
            {
                await asked;
            }

            turn = Try(subject, units, isAlone);
        }

        return turn.Wait;
    }
}
