using System.Text;
using System.Text.Json;
using Auctions.Engine.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Auctions.Web.Hotspots;

/// <summary>
/// The reports of every second for all who look: made once for each length of window that somebody looks at, and
/// only while somebody does.
/// </summary>
internal sealed class HotspotFeed(
    HotspotDesk desk,
    IAuctions auctions,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<HotspotFeed> logger)
{
    public const int ViewersMax = 100;

    /// <summary>After the end of a second its frames are on their way for about so long.</summary>
    private static readonly TimeSpan OnTheWay = TimeSpan.FromSeconds(0.2);

    private readonly Lock _changing = new();
    private readonly Dictionary<int, Window> _windows = [];
    private int _viewers;

    /// <summary>Begins to look; null: as many look as may. Whoever got one has to leave.</summary>
    public Window? TryJoin(int seconds)
    {
        lock (_changing)
        {
            if (_viewers >= ViewersMax || lifetime.ApplicationStopping.IsCancellationRequested)
            {
                return null;
            }

            _viewers++;
            if (!_windows.TryGetValue(seconds, out var window))
            {
                window = new Window(seconds, lifetime.ApplicationStopping);
                _windows.Add(seconds, window);
                _ = Task.Run(() => RunAsync(window));
            }

            window.Viewers++;
            return window;
        }
    }

    public void Leave(Window window)
    {
        lock (_changing)
        {
            _viewers--;
            if (--window.Viewers == 0)
            {
                _windows.Remove(window.Seconds);
                window.End();
            }
        }
    }

    private async Task RunAsync(Window window)
    {
        using var ending = window;
        while (!window.Ended.IsCancellationRequested)
        {
            try
            {
                var report = await desk.NowAsync(window.Seconds, window.Ended);
                window.Publish(Event(report));
                await Task.Delay(UntilNext(), time, window.Ended);
            }
            catch (OperationCanceledException) when (window.Ended.IsCancellationRequested)
            {
                // Nobody looks any more, or this process stops.
            }
            catch (Exception failed)
            {
                // Whoever looks sees no news, and by its time that there are none.
                Log.ReportBroke(logger, failed);
                await Task.Delay(TimeSpan.FromSeconds(1), time, CancellationToken.None);
            }
        }
    }

    private TimeSpan UntilNext()
    {
        var now = auctions.Now - OnTheWay;
        return DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds() + 1) - now;
    }

    private static byte[] Event(HotspotReport report)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(report, HotspotJson.Default.HotspotReport);
        return [.. Encoding.ASCII.GetBytes($"id: {report.AsOf}\nevent: heat\ndata: "), .. json, .. "\n\n"u8];
    }

    /// <summary>One length of window, and the newest event about it.</summary>
    internal sealed class Window(int seconds, CancellationToken stopping) : IDisposable
    {
        private readonly CancellationTokenSource _ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        private volatile News _news = new([]);

        public int Seconds => seconds;

        /// <summary>For the feed alone.</summary>
        public int Viewers { get; set; }

        public CancellationToken Ended => _ending.Token;

        /// <summary>What is newest; its next one comes after it. A viewer who is slow misses what is between.</summary>
        public News Newest => _news;

        public void Publish(byte[] bytes)
        {
            var before = _news;
            _news = new News(bytes);
            before.Replace();
        }

        public void End() => _ = _ending.CancelAsync();

        public void Dispose() => _ending.Dispose();
    }

    /// <summary>An event; without bytes: there was none yet.</summary>
    internal sealed class News(byte[] bytes)
    {
        private readonly TaskCompletionSource _replaced = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ReadOnlyMemory<byte> Bytes => bytes;

        /// <summary>There is a newer one.</summary>
        public Task Replaced => _replaced.Task;

        public void Replace() => _replaced.TrySetResult();
    }
}
