namespace Auctions.Engine.Limits;

/// <summary>
/// Something about each of many subjects, a bounded number of them: whoever has done nothing for longest is forgotten
/// first, and whoever has done nothing for a while is forgotten as others come. To be used under a lock.
/// </summary>
/// <param name="capacity">Most subjects.</param>
/// <param name="lifetime">How long one that does nothing is remembered at least while there is room.</param>
/// <param name="make">Makes what is known of a new one.</param>
internal sealed class SubjectTable<T>(int capacity, TimeSpan lifetime, Func<T> make)
{
    // Each look forgets more than it can add.
    private const int ForgottenAtOnce = 2;

    private readonly Dictionary<UInt128, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byAge = new();

    public int Count => _entries.Count;

    /// <summary>What is known of a subject, which does something now.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="now">Monotonic time.</param>
    public T Touch(UInt128 subject, TimeSpan now)
    {
        if (_entries.TryGetValue(subject, out var known))
        {
            _byAge.Remove(known);
        }
        else
        {
            if (_entries.Count == capacity)
            {
                ForgetOldest();
            }

            known = new LinkedListNode<Entry>(new Entry(subject, make()));
            _entries.Add(subject, known);
        }

        known.ValueRef.At = now;
        _byAge.AddLast(known);
        for (var i = 0; i < ForgottenAtOnce && now - _byAge.First!.ValueRef.At > lifetime; i++)
        {
            ForgetOldest();
        }

        return known.ValueRef.Known;
    }

    private void ForgetOldest()
    {
        _entries.Remove(_byAge.First!.ValueRef.Subject);
        _byAge.RemoveFirst();
    }

    private struct Entry(UInt128 subject, T known)
    {
        public readonly UInt128 Subject = subject;
        public readonly T Known = known;
        public TimeSpan At;
    }
}
