using System.Diagnostics;
using Auctions.Measuring;
using Auctions.Processes;

namespace Auctions.Bench.Processes;

/// <summary>
/// A server of this repository as a process; ended with this object, or at the latest with this process.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int LinesKept = 20;

    private static readonly TimeSpan ReadyMax = TimeSpan.FromSeconds(60);

    /// <summary>As long as a server allows itself.</summary>
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan AskInterval = TimeSpan.FromMilliseconds(100);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    private readonly Process _process;
    private readonly string _name;
    private readonly Queue<string> _said = new();

    private ServerProcess(string name, Uri url, Process process)
    {
        _name = name;
        _process = process;
        Url = url;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        AppDomain.CurrentDomain.ProcessExit += End;
    }

    /// <summary>Where it answers HTTP.</summary>
    public Uri Url { get; }

    /// <summary>Processor time it has taken; none any more once it has ended.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.HasExited ? TimeSpan.Zero : _process.TotalProcessorTime;
        }
    }

    /// <summary>Memory of it that is really there; none any more once it has ended.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.HasExited ? 0 : _process.WorkingSet64;
        }
    }

    /// <summary>How long it took to end once it was asked to; zero: it was not, or has not.</summary>
    public TimeSpan StopTook { get; private set; }

    /// <summary>Starts it.</summary>
    /// <param name="name">Name of its project.</param>
    /// <param name="port">For HTTP.</param>
    /// <param name="settings">Configuration, as environment variables.</param>
    /// <exception cref="MeasurementException">It is not built.</exception>
    public static ServerProcess Start(string name, int port, IEnumerable<KeyValuePair<string, string>> settings)
    {
        var start = BuiltProgram.Start(name);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        var url = new Uri($"http://127.0.0.1:{port}");
        start.Environment["Urls"] = url.OriginalString;
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        var process = new ServerProcess(name, url, new Process { StartInfo = start });
        process._process.Start();
        process._process.BeginOutputReadLine();
        process._process.BeginErrorReadLine();
        return process;
    }

    /// <exception cref="MeasurementException">It ended, or is not ready in time; with what it said last.</exception>
    public async Task UntilReadyAsync(CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await IsReadyAsync(cancellation))
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(start) > ReadyMax)
            {
                var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                throw new MeasurementException($"{_name} is not ready after {seconds:0} s. It said:\n{Said()}");
            }

            await Task.Delay(AskInterval, cancellation);
        }
    }

    /// <exception cref="MeasurementException">It has ended by itself; with what it said last.</exception>
    public void RequireRunning()
    {
        if (_process.HasExited)
        {
            throw new MeasurementException($"{_name} ended by itself, with {_process.ExitCode}. It said:\n{Said()}");
        }
    }

    /// <summary>Asks it to end and waits until it has.</summary>
    /// <exception cref="MeasurementException">It does not end in time, or not well; with what it said last.</exception>
    public async Task StopAsync(CancellationToken cancellation)
    {
        var asked = Stopwatch.GetTimestamp();
        Signals.SendTerminate(_process.Id);
        try
        {
            await _process.WaitForExitAsync(cancellation).WaitAsync(StopMax, cancellation);
        }
        catch (TimeoutException)
        {
            throw new MeasurementException(
                $"{_name} does not end within {StopMax.TotalSeconds:0} s. It said:\n{Said()}");
        }

        StopTook = Stopwatch.GetElapsedTime(asked);
        if (_process.ExitCode != 0)
        {
            throw new MeasurementException($"{_name} ended with {_process.ExitCode}. It said:\n{Said()}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= End;
        End(null, EventArgs.Empty);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(Url, "/healthz/ready"), cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // It listens and has no time to answer yet.
            return false;
        }
    }

    private void End(object? sender, EventArgs ending)
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_said)
        {
            _said.Enqueue(line);
            if (_said.Count > LinesKept)
            {
                _said.Dequeue();
            }
        }
    }

    private string Said()
    {
        lock (_said)
        {
            return string.Join('\n', _said);
        }
    }
}
