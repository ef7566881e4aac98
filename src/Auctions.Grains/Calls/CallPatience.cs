namespace Auctions.Grains.Calls;

/// <summary>
/// How long a front end waits for a call before it sends its bids again. A silo that dies or freezes takes the calls it
/// has with it, and no other silo tells their senders; the client library would wait for each until the last moment.
/// The formula is that of TCP's retransmission timer, RFC 6298: the smoothed time of a call plus four times its mean
/// deviation, between half a second and two seconds, so that a cluster that is slow is not asked everything twice. Once
/// a silo is known to be gone nothing under way is waited for any longer, and how long it took is not counted: the next
/// calls are waited for the least time until one of them has come back.
/// </summary>
public sealed class CallPatience : IDisposable
{
    /// <summary>The wait before any call has come back.</summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    /// <summary>Bounds of the wait.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromSeconds(0.5), Most = TimeSpan.FromSeconds(2);

    private readonly Lock _changing = new();
    private TimeSpan? _smoothed;
    private TimeSpan _deviation;
    private long _wait = First.Ticks;
    private CancellationTokenSource _ending = new();
    private int _losses;

    /// <summary>How long the next call is waited for.</summary>
    public TimeSpan Wait => new(Volatile.Read(ref _wait));

    /// <summary>How many silos are known to have gone; a call that begins remembers it.</summary>
    public int Losses => Volatile.Read(ref _losses);

    /// <summary>A call came back.</summary>
    /// <param name="time">How long it took.</param>
    /// <param name="losses">What <see cref="Losses"/> was when it began.</param>
    public void Took(TimeSpan time, int losses)
    {
        lock (_changing)
        {
            if (losses != _losses)
            {
                return;
            }

            if (_smoothed is { } smoothed)
            {
                _deviation += ((smoothed - time).Duration() - _deviation) / 4;
                _smoothed = smoothed + ((time - smoothed) / 8);
            }
            else
            {
                (_smoothed, _deviation) = (time, time / 2);
            }

            var wait = _smoothed.Value + (4 * _deviation);
            Volatile.Write(ref _wait, Math.Clamp(wait.Ticks, Least.Ticks, Most.Ticks));
        }
    }

    /// <summary>A silo is gone: whatever is under way now may have gone with it.</summary>
    public void End()
    {
        lock (_changing)
        {
            _losses++;
            (_smoothed, _deviation) = (null, default);
            Volatile.Write(ref _wait, Least.Ticks);
        }

        Interlocked.Exchange(ref _ending, new CancellationTokenSource()).Cancel();
    }

    public void Dispose() => _ending.Dispose();

    /// <summary>Waits for a call; answers whether it has ended, well or not.</summary>
    /// <param name="call">The call.</param>
    /// <param name="left">Longest time its sender has.</param>
    /// <param name="time">Time for the wait.</param>
    internal async ValueTask<bool> EndsAsync(Task call, TimeSpan left, TimeProvider time)
    {
        if (!call.IsCompleted)
        {
            var wait = TimeSpan.FromTicks(Math.Clamp(left.Ticks, 0, Wait.Ticks));
            await call.WaitAsync(wait, time, Volatile.Read(ref _ending).Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return call.IsCompleted;
    }
}
