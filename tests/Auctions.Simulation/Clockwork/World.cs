namespace Auctions.Simulation.Clockwork;

/// <summary>
/// Virtual time and everything that waits in it, on one thread. What is ready runs in an order that the seed picks;
/// when nothing is ready the clock jumps to the next alarm.
/// </summary>
internal sealed class World(ulong seed)
{
    // Alarms of one time ring in the order in which they were set: the low bits of their priority.
    private const int OrderBits = 24;

    private readonly PriorityQueue<Work, ulong> _ready = new();
    private readonly PriorityQueue<Alarm, ulong> _alarms = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private ulong _alarmsSet;
    private int _strands;

    public ulong Seed => seed;

    /// <summary>Virtual time since the start, in ticks of 100 ns.</summary>
    public long Now { get; private set; }

    /// <summary>What a person reads; null: nobody does.</summary>
    public Trace? Trace { get; init; }

    /// <summary>How many pieces of work ran.</summary>
    public long Steps { get; private set; }

    /// <summary>Work that was handed in from another thread: something under test left the simulation.</summary>
    public int Strays { get; private set; }

    public Strand NewStrand(string name) => new(this, name, _strands++);

    public void Post(Work work, ulong order)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            Strays++;
            return;
        }

        _ready.Enqueue(work, order);
    }

    /// <summary>Has something happen at a time, on a strand.</summary>
    public void At(long time, Strand strand, SendOrPostCallback callback, object? state) =>
        SetAlarm(time, new Alarm(new Work(strand, callback, state), null, 0));

    public void SetAlarm(long time, Alarm alarm) => _alarms.Enqueue(
        alarm, ((ulong)Math.Max(time, Now) << OrderBits) | (_alarmsSet++ & ((1UL << OrderBits) - 1)));

    /// <summary>
    /// Runs until nothing is ready and <paramref name="isOver"/> says so; false if time or work ran out before.
    /// </summary>
    public bool Run(Func<bool> isOver, long until, long stepsMax)
    {
        var before = SynchronizationContext.Current;
        try
        {
            while (Steps < stepsMax)
            {
                if (_ready.TryDequeue(out var work, out _))
                {
                    Steps++;
                    work.Strand.Execute(work);
                }
                else if (isOver())
                {
                    return true;
                }
                else if (!Advance(until))
                {
                    return false;
                }
            }

            return false;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    // To the next alarm, and whatever else is due at that very time.
    private bool Advance(long until)
    {
        var found = false;
        while (_alarms.TryPeek(out var alarm, out var order))
        {
            var time = (long)(order >> OrderBits);
            if (!alarm.IsLive)
            {
                _alarms.Dequeue();
                continue;
            }

            if (found && time > Now)
            {
                return true;
            }

            if (time > until)
            {
                return false;
            }

            _alarms.Dequeue();
            Now = time;
            found = true;
            alarm.Work.Strand.Post(alarm.Work.Callback, alarm.Work.State);
        }

        return found;
    }
}

/// <summary>Something to run.</summary>
internal readonly record struct Work(Strand Strand, SendOrPostCallback Callback, object? State);

/// <summary>Something to run later, unless its timer changed meanwhile.</summary>
internal readonly record struct Alarm(Work Work, StrandTimer? Timer, int Version)
{
    public bool IsLive => Timer is null || Timer.Version == Version;
}
