using System.Buffers;
using System.IO.Pipelines;
using Auctions.Core;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Auctions.Web.Live;

/// <summary>
/// One open feed. While what it was sent is still on its way it is sent nothing more, so that a slow one costs no
/// memory and gets the newest view once it can take it.
/// </summary>
/// <param name="auction">What is watched.</param>
/// <param name="http">The request.</param>
/// <param name="seen">Sequence of the last view it was sent, or has from before.</param>
internal sealed class LiveWatcher(AuctionId auction, HttpContext http, long seen)
{
    private readonly Lock _writing = new();
    private readonly PipeWriter _output = http.Response.BodyWriter;
    private readonly IConnectionLifetimeFeature? _connection = OwnConnection(http);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _flushing = Task.CompletedTask;
    private long _seen = seen;
    private bool _hasBegun;
    private bool _hasEnded;

    public AuctionId Auction => auction;

    /// <summary>Where its views come from, from joining on.</summary>
    public LiveChannel? Channel { get; set; }

    /// <summary>Where on the wheel; -1: nowhere.</summary>
    public int Slot { get; set; } = -1;

    /// <summary>Where in its slot.</summary>
    public int Place { get; set; }

    /// <summary>Whether the last visit found nothing new, so that a new view may be sent at once.</summary>
    public bool IsIdle { get; set; }

    /// <summary>Timestamp of the last thing it was sent.</summary>
    public long SentAt { get; private set; }

    /// <summary>Timestamp before which it gets no view, where its auction's are fewer than usual.</summary>
    public long DueAt { get; set; }

    /// <summary>Whether what it was sent last is still on its way.</summary>
    public bool IsBusy => !_flushing.IsCompleted;

    /// <summary>Completes when nothing more is to be sent.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Whether a view is news to it.</summary>
    public bool Wants(long sequence) => sequence > _seen;

    /// <summary>Sends the first frames; before them nothing is sent.</summary>
    /// <param name="now">Timestamp of the moment.</param>
    /// <param name="frames">What to send.</param>
    public void Begin(long now, params ReadOnlySpan<LiveFrame> frames)
    {
        lock (_writing)
        {
            _hasBegun = true;
            SendUnlessBusy(now, frames);
        }
    }

    /// <summary>Sends frames in one go, unless there is no sending now. Never waits, never throws.</summary>
    /// <param name="now">Timestamp of the moment.</param>
    /// <param name="frames">What to send.</param>
    public void Send(long now, params ReadOnlySpan<LiveFrame> frames)
    {
        lock (_writing)
        {
            if (_hasBegun)
            {
                SendUnlessBusy(now, frames);
            }
        }
    }

    /// <summary>The connection is of no use: it takes nothing any more.</summary>
    public void Abort() => http.Abort();

    /// <summary>
    /// Its connection goes, whatever of the feed is still on its way, be it in the system's buffers; one that has gone
    /// already is none the worse.
    /// </summary>
    public void CutOff()
    {
        if (IsBusy)
        {
            Abort();
        }

        _connection?.Abort();
    }

    /// <summary>Nothing more is sent.</summary>
    public void End()
    {
        lock (_writing)
        {
            _hasEnded = true;
        }

        _ended.TrySetResult();
    }

    /// <summary>Waits until nobody uses the response any more; to be called once this has ended.</summary>
    public Task RestAsync() => _flushing;

    // By HTTP/2 others use it as well.
    private static IConnectionLifetimeFeature? OwnConnection(HttpContext http) =>
        HttpProtocol.IsHttp11(http.Request.Protocol) ? http.Features.Get<IConnectionLifetimeFeature>() : null;

    private void SendUnlessBusy(long now, ReadOnlySpan<LiveFrame> frames)
    {
        if (!_hasEnded && !IsBusy)
        {
            SentAt = now;
            _flushing = WriteAsync(frames);
        }
    }

    private Task WriteAsync(ReadOnlySpan<LiveFrame> frames)
    {
        try
        {
            var isFinal = false;
            foreach (var frame in frames)
            {
                _output.Write(frame.Bytes.Span);
                _seen = Math.Max(_seen, frame.Sequence);
                isFinal |= frame.IsFinal;
            }

            _hasEnded |= isFinal;
            return FinishAsync(_output.FlushAsync(CancellationToken.None), isFinal);
        }
        catch (Exception)
        {
            // Whatever it is: this connection is of no use any more, and its watcher comes again by another.
            _hasEnded = true;
            _ended.TrySetResult();
            return Task.CompletedTask;
        }
    }

    private async Task FinishAsync(ValueTask<FlushResult> flushing, bool isFinal)
    {
        var isLost = true;
        try
        {
            isLost = (await flushing).IsCompleted;
        }
        catch (Exception)
        {
            // As above.
        }

        if (isLost || isFinal)
        {
            _ended.TrySetResult();
        }
    }
}
