namespace Auctions.Engine.Limits;

/// <summary>
/// A bounded number of subjects over several tables with a lock each, so that processors do not wait for each other.
/// </summary>
/// <param name="subjectsMax">Most subjects of all tables.</param>
/// <param name="lifetime">How long one that does nothing is remembered at least while there is room.</param>
/// <param name="time">Monotonic clock.</param>
/// <param name="make">Makes what is known of a new subject.</param>
internal sealed class Stripes<T>(int subjectsMax, TimeSpan lifetime, TimeProvider time, Func<T> make)
{
    private const int Count = 16;

    private readonly long _began = time.GetTimestamp();
    private readonly Stripe[] _stripes =
        [.. Enumerable.Range(0, Count).Select(_ => new Stripe(new(subjectsMax / Count, lifetime, make)))];

    /// <summary>Monotonic time since this was made.</summary>
    public TimeSpan Now => time.GetElapsedTime(_began);

    /// <summary>How many subjects are remembered.</summary>
    public int Subjects => _stripes.Sum(static stripe => stripe.Table.Count);

    /// <summary>Does something with what is known of a subject while nobody else does.</summary>
    public TResult With<TArgument, TResult>(
        UInt128 subject, TArgument argument, Func<T, TimeSpan, TArgument, TResult> act)
    {
        // Pseudonyms are hashes: any bits of them spread evenly.
        var stripe = _stripes[(int)(subject % Count)];
        lock (stripe.Turn)
        {
            var now = Now;
            return act(stripe.Table.Touch(subject, now), now, argument);
        }
    }

    private sealed record Stripe(SubjectTable<T> Table)
    {
        public Lock Turn { get; } = new();
    }
}
