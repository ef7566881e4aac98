using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace Auctions.Measuring.Http;

/// <summary>
/// A connection that is kept open, one call at a time. A call whose connection broke is sent again over a new one, with
/// the same key, so that its outcome becomes known after all.
/// </summary>
internal sealed class LoadConnection(LoadClient client, Uri url, IHttpCall call) : IValueTaskSource<PendingCall?>
{
    private const int AnswerBytesMax = 16 * 1024;

    /// <summary>How long a call is sent again after it was lost.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // The first time at once: a server may have closed what it took for idle.
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(1);

    private readonly byte[] _request = new byte[call.RequestBytesMax];
    private readonly byte[] _answer = new byte[AnswerBytesMax];
    private ManualResetValueTaskSourceCore<PendingCall?> _next;
    private Socket? _socket;
    private long _losses;

    /// <summary>How often it broke, or could not be made.</summary>
    public long Losses => Volatile.Read(ref _losses);

    /// <exception cref="SocketException">The server cannot be reached.</exception>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(url.DnsSafeHost, url.Port, cancellation);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        Volatile.Write(ref _socket, socket);
    }

    /// <summary>Gives it a call, which goes out at once, on this thread; null: it is to end.</summary>
    public void Take(PendingCall? next) => _next.SetResult(next);

    /// <summary>Makes the calls it is given until it is to end.</summary>
    public async Task RunAsync()
    {
        while (await new ValueTask<PendingCall?>(this, _next.Version) is { } pending)
        {
            Outcome outcome = default;
            Exception? failure = null;
            try
            {
                outcome = await AskAsync(pending);
            }
            catch (Exception failed)
            {
                failure = failed;
                HangUp();
            }

            client.Free(this);
            if (failure is null)
            {
                pending.Tell(outcome);
            }
            else
            {
                pending.Break(failure);
            }
        }

        HangUp();
    }

    /// <summary>Whoever waits for an answer over it learns that the connection is lost.</summary>
    public void HangUp() => Interlocked.Exchange(ref _socket, null)?.Dispose();

    PendingCall? IValueTaskSource<PendingCall?>.GetResult(short token)
    {
        var next = _next.GetResult(token);
        _next.Reset();
        return next;
    }

    ValueTaskSourceStatus IValueTaskSource<PendingCall?>.GetStatus(short token) => _next.GetStatus(token);

    void IValueTaskSource<PendingCall?>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _next.OnCompleted(continuation, state, token, flags);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Outcome> AskAsync(PendingCall pending)
    {
        var length = call.Write(pending.Lot, pending.Amount, _request);
        var (sentAt, lostAt, pause) = (0L, 0L, TimeSpan.Zero);
        while (true)
        {
            try
            {
                if (Volatile.Read(ref _socket) is not { } socket)
                {
                    await OpenAsync(CancellationToken.None);
                    if (client.IsEnded)
                    {
                        return Lost(sentAt);
                    }

                    continue;
                }

                sentAt = sentAt == 0 ? Stopwatch.GetTimestamp() : sentAt;
                for (var sent = 0; sent < length;)
                {
                    sent += await socket.SendAsync(_request.AsMemory(sent, length - sent));
                }

                var received = 0;
                while (await socket.ReceiveAsync(_answer.AsMemory(received)) is > 0 and var count)
                {
                    received += count;
                    if (TryRead(pending, sentAt, received, out var outcome))
                    {
                        return outcome;
                    }
                }
            }
            catch (Exception lost) when (lost is SocketException or ObjectDisposedException)
            {
                // Like a connection that the server closed.
            }

            HangUp();
            Interlocked.Increment(ref _losses);
            lostAt = lostAt == 0 ? Stopwatch.GetTimestamp() : lostAt;
            if (client.IsEnded || Stopwatch.GetElapsedTime(lostAt) > Patience)
            {
                return Lost(sentAt);
            }

            await Task.Delay(pause);
            pause = pause < PauseMin ? PauseMin : pause < PauseMax ? 2 * pause : PauseMax;
        }
    }

    private static Outcome Lost(long sentAt) => new(sentAt == 0 ? OutcomeKind.Unavailable : OutcomeKind.Unknown);

    private bool TryRead(PendingCall pending, long sentAt, int received, out Outcome outcome)
    {
        outcome = default;
        if (!HttpAnswer.TryRead(_answer.AsSpan(0, received), out var answer))
        {
            return received < _answer.Length
                ? false
                : throw HttpAnswer.NoAnswer($"it is longer than {AnswerBytesMax} bytes");
        }

        if (!answer.KeepsConnection)
        {
            HangUp();
        }

        outcome = call.Read(pending.Lot, pending.Amount, Stopwatch.GetElapsedTime(sentAt), answer);
        return true;
    }
}
