using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Auctions.Bench.Processes;
using Auctions.Measuring;

namespace Auctions.Bench.Watching;

/// <summary>A crowd as a process; ended with this object, or at the latest once this process is gone.</summary>
internal sealed class CrowdProcess : IAsyncDisposable
{
    private readonly Process _process;

    private CrowdProcess(Process process)
    {
        _process = process;
        AppDomain.CurrentDomain.ProcessExit += Kill;
    }

    /// <exception cref="MeasurementException">It is not built.</exception>
    public static CrowdProcess Start(CrowdOptions options)
    {
        string[] arguments =
        [
            WatchCommand.Crowd,
            WatchCommand.Url, options.Url.ToString(),
            WatchCommand.Auction, options.Auction,
            WatchCommand.Watchers, options.Watchers.ToString(CultureInfo.InvariantCulture),
            WatchCommand.Slow, options.Slow.ToString(CultureInfo.InvariantCulture),
            .. options.ComeBack ? [WatchCommand.ComeBack] : Array.Empty<string>(),
        ];
        var start = BuiltProgram.Start("Auctions.Bench", arguments);
        start.RedirectStandardInput = start.RedirectStandardOutput = true;

        // So much is received that handing each packet to another thread would be most of the work.
        start.Environment["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1";
        start.Environment["DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT"] = "1";
        start.Environment["DOTNET_gcServer"] = "0";
        return new CrowdProcess(Process.Start(start)!);
    }

    /// <summary>Waits until everybody watches.</summary>
    /// <exception cref="MeasurementException">They cannot.</exception>
    public Task<CrowdJoined> JoinedAsync(CancellationToken cancellation) => HearAsync<CrowdJoined>(cancellation);

    /// <summary>The slow ones stop reading for so long.</summary>
    public async Task PauseAsync(TimeSpan time, CancellationToken cancellation)
    {
        await TellAsync($"pause {(long)time.TotalMilliseconds}", cancellation);
        await FlushAsync(cancellation);
    }

    /// <summary>Waits until everybody was shown the end, or their server has gone; with what they were shown.</summary>
    /// <param name="bids">Each bid's sequence and the timestamp when its bidder was told.</param>
    /// <param name="end">Timestamp of the auction's end.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="MeasurementException">They ended by themselves.</exception>
    public async Task<CrowdReport> EndAsync(
        IEnumerable<(long Sequence, long At)> bids, long end, CancellationToken cancellation)
    {
        foreach (var (sequence, at) in bids)
        {
            await TellAsync($"bid {sequence} {at}", cancellation);
        }

        await TellAsync($"end {end}", cancellation);
        await FlushAsync(cancellation);
        var report = await HearAsync<CrowdReport>(cancellation);
        await _process.WaitForExitAsync(cancellation);
        return report;
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= Kill;
        Kill(null, EventArgs.Empty);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task TellAsync(string line, CancellationToken cancellation)
    {
        try
        {
            await _process.StandardInput.WriteAsync($"{line}\n".AsMemory(), cancellation);
        }
        catch (IOException)
        {
            throw await GoneAsync(cancellation);
        }
    }

    private async Task FlushAsync(CancellationToken cancellation)
    {
        try
        {
            await _process.StandardInput.FlushAsync(cancellation);
        }
        catch (IOException)
        {
            throw await GoneAsync(cancellation);
        }
    }

    private async Task<T> HearAsync<T>(CancellationToken cancellation) =>
        await _process.StandardOutput.ReadLineAsync(cancellation) is { } line
            ? JsonSerializer.Deserialize<T>(line, Watching.Crowd.Json)!
            : throw await GoneAsync(cancellation);

    // It says why on standard error, which is that of this process.
    private async Task<MeasurementException> GoneAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation);
        return new MeasurementException($"The process of the watchers ended with {_process.ExitCode}; see above.");
    }

    private void Kill(object? sender, EventArgs ending)
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
    }
}
