using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Auctions.Measuring;

namespace Auctions.Bench.Watching;

/// <summary>
/// Follows the live feed of an auction over a connection of its own, as a page does, for as little work and memory as
/// ten thousand of them in one process can have.
/// </summary>
/// <param name="course">What it has in common with others.</param>
/// <param name="isSlow">Whether it stops reading when told to.</param>
internal sealed class Watcher(CrowdCourse course, bool isSlow)
{
    /// <summary>
    /// What the system may keep for one that does not read: with the usual room it would take minutes until that is
    /// full and the server notices.
    /// </summary>
    public const int SlowReceiveBytes = 4 * 1024;

    private const int Success = 200;
    private const int Unavailable = 503;

    private readonly FeedReader _feed = new();
    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Socket? _socket;

    /// <summary>What it was shown; to be read once it has ended.</summary>
    public WatcherTally Tally { get; } = new();

    /// <summary>Completes with its first view.</summary>
    public Task Joined => _joined.Task;

    /// <summary>Watches until the auction has ended, or all of it is over.</summary>
    /// <exception cref="MeasurementException">What the server sends is no live feed.</exception>
    public async Task RunAsync()
    {
        while (true)
        {
            try
            {
                await FollowAsync();
            }
            catch (Exception lost) when (lost
                is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // Like a connection that the server closed; but whoever was never shown anything cannot watch.
                _joined.TrySetException(lost);
            }
            catch (Exception failed)
            {
                _joined.TrySetException(failed);
                throw;
            }
            finally
            {
                HangUp();
            }

            Tally.EndedAt = Stopwatch.GetTimestamp();
            _joined.TrySetException(new MeasurementException("The live feed ended before its first view."));
            if (Tally.Final is not null || !course.Options.ComeBack || course.Over.IsCancellationRequested)
            {
                return;
            }

            Tally.Breaks++;
            await Task.Delay(Tally.Retry, course.Over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Ends its connection.</summary>
    public void HangUp() => Interlocked.Exchange(ref _socket, null)?.Dispose();

    private async Task FollowAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _socket = socket;
        if (isSlow)
        {
            socket.ReceiveBufferSize = SlowReceiveBytes;
        }

        var url = course.Options.Url;
        await socket.ConnectAsync(url.DnsSafeHost, url.Port, course.Over);
        await socket.SendAsync(Request(), SocketFlags.None);
        _feed.Restart();
        while (await socket.ReceiveAsync(_feed.Room) is > 0 and var count)
        {
            _feed.Add(count);
            if (_feed.Status is not (0 or Success))
            {
                Refuse(_feed.Status);
                return;
            }

            TakeEvents(Stopwatch.GetTimestamp());
            if (_feed.IsEnded || Tally.Final is not null)
            {
                return;
            }

            if (isSlow && course.Pause is var pause && pause > TimeSpan.Zero)
            {
                await Task.Delay(pause);
                Tally.Resume(course.Newest, Stopwatch.GetTimestamp());
            }
        }
    }

    private void TakeEvents(long at)
    {
        while (_feed.TryTake(out var heard))
        {
            Tally.Note(heard, at);
            if (heard.IsView)
            {
                course.Show(heard.Id);
                _joined.TrySetResult();
            }
        }
    }

    private void Refuse(int status)
    {
        var refused = new MeasurementException($"A watcher was answered {status} by {course.Options.Url}.");
        if (!_joined.TrySetException(refused) && status != Unavailable)
        {
            throw refused;
        }
    }

    private byte[] Request()
    {
        var url = course.Options.Url;
        var since = Tally.Sequence > 0
            ? string.Create(CultureInfo.InvariantCulture, $"Last-Event-ID: {Tally.Sequence}\r\n")
            : "";
        return Encoding.ASCII.GetBytes(
            $"GET {url.AbsolutePath}v1/auctions/{course.Options.Auction}/live HTTP/1.1\r\nHost: {url.Authority}\r\n" +
            $"Accept: text/event-stream\r\n{since}\r\n");
    }
}
