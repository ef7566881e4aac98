using Auctions.Engine.Ports;

namespace Auctions.Engine.Limits;

/// <summary>Allowances of one process. What is spent is known nowhere else, and is forgotten when it ends.</summary>
/// <param name="time">Monotonic clock.</param>
public sealed class LocalAllowances(TimeProvider time) : IAllowances
{
    public IAllowance Of(int unitsPerMinute) => new LocalAllowance(unitsPerMinute, time);
}

/// <summary>
/// Never more than the allowance in any minute. What was spent counts for 60 to 65 seconds; what was refused does not
/// count.
/// </summary>
/// <param name="unitsPerMinute">What each subject has.</param>
/// <param name="time">Monotonic clock.</param>
internal sealed class LocalAllowance(int unitsPerMinute, TimeProvider time) : IAllowance
{
    /// <summary>Most subjects remembered, some 20 MB; beyond, whoever spent nothing for longest starts anew.</summary>
    public const int SubjectsMax = 65_536;

    /// <summary>The time for which an allowance is given.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>After so long without spending a subject has its whole allowance again.</summary>
    public static readonly TimeSpan Lifetime = Window + SpendWindow.Part;

    private readonly Stripes<SpendWindow> _subjects =
        new(SubjectsMax, Lifetime, time, static () => new SpendWindow(Window));

    /// <summary>How many subjects are remembered.</summary>
    public int Subjects => _subjects.Subjects;

    public ValueTask<TimeSpan?> SpendAsync(UInt128 subject, int units) => ValueTask.FromResult(
        _subjects.With(subject, (Units: Math.Min(units, unitsPerMinute), Most: unitsPerMinute), Spend));

    private static TimeSpan? Spend(SpendWindow spent, TimeSpan now, (int Units, int Most) wish)
    {
        if (spent.TotalAt(now) + wish.Units > wish.Most)
        {
            return spent.UntilAtMost(wish.Most - wish.Units, now);
        }

        spent.Add(now, wish.Units);
        return null;
    }
}
