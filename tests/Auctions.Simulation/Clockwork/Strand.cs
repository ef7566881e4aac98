namespace Auctions.Simulation.Clockwork;

/// <summary>
/// What runs together and dies together: one life of a process, or the clients' side. Its continuations come back to it
/// because it is the synchronization context they were born under.
/// </summary>
internal sealed class Strand : SynchronizationContext
{
    private readonly World _world;
    private readonly List<Work> _parked = [];
    private Chance _order;
    private bool _isPaused;

    public Strand(World world, string name, int number)
    {
        _world = world;
        Name = name;
        _order = new Chance(world.Seed, Drawer.Strand, number);
    }

    public World World => _world;

    public string Name { get; }

    public bool IsDead { get; private set; }

    public bool IsPaused => _isPaused;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (!IsDead)
        {
            _world.Post(new Work(this, d, state), _order.Next());
        }
    }

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("Nothing in the engine waits for another thread.");

    public override SynchronizationContext CreateCopy() => this;

    public void Execute(Work work)
    {
        if (IsDead)
        {
            return;
        }

        if (_isPaused)
        {
            _parked.Add(work);
            return;
        }

        if (Current != this)
        {
            SetSynchronizationContext(this);
        }

        work.Callback(work.State);
    }

    /// <summary>Everything under way is gone, and nothing more happens here.</summary>
    public void Die() => IsDead = true;

    /// <summary>Nothing happens until <see cref="Resume"/>; then everything that was missed does.</summary>
    public void Pause() => _isPaused = true;

    public void Resume()
    {
        _isPaused = false;
        foreach (var work in _parked)
        {
            _world.Post(work, _order.Next());
        }

        _parked.Clear();
    }

    /// <summary>Completes after a virtual time.</summary>
    public Task Delay(long ticks)
    {
        var done = new TaskCompletionSource();
        _world.At(_world.Now + ticks, this, static state => ((TaskCompletionSource)state!).SetResult(), done);
        return done.Task;
    }
}
