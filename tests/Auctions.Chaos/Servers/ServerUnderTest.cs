using Auctions.Processes;

namespace Auctions.Chaos.Servers;

/// <summary>
/// A server process. It may be killed, stopped, frozen, and started again on the same URL; disposing of it kills it.
/// </summary>
/// <param name="launch">How it is started.</param>
/// <param name="options">
/// Its configuration, as its command line: the store above all. Asked at each start.
/// </param>
/// <param name="program">Its project.</param>
internal sealed class ServerUnderTest(
    ServerLaunch launch, Func<IReadOnlyList<string>> options, string program = "Auctions.Server") : IAsyncDisposable
{
    private static readonly TimeSpan StartMax = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopMax = TimeSpan.FromMinutes(3);

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    private readonly List<string> _earlierLogs = [];
    private ProgramProcess? _process;

    /// <summary>Where it listens, whenever it runs.</summary>
    public Uri Url { get; private set; } = new($"http://{launch.Host}:0");

    /// <summary>Whether it runs, frozen or not.</summary>
    public bool IsRunning => _process is { ExitCode: null };

    /// <summary>The process of now.</summary>
    public int Id => Process.Id;

    private ProgramProcess Process => _process ?? throw new InvalidOperationException("The server was never started.");

    /// <summary>Everything its processes have written so far.</summary>
    public string ReadLog() => string.Join('\n', [.. _earlierLogs, _process?.Output, _process?.Error]);

    /// <summary>Starts it and waits until it listens.</summary>
    /// <exception cref="InvalidOperationException">It ended instead; the message has what it said.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        if (_process is { } before)
        {
            await before.DisposeAsync();
            _earlierLogs.AddRange(before.Output, before.Error);
        }

        _process = ProgramProcess.Start(
            program,
            ["--urls", Url.GetLeftPart(UriPartial.Authority), .. options().Select(launch.Translate), .. launch.Options],
            [new("ASPNETCORE_ENVIRONMENT", "Development"), .. launch.Environment],
            launch.Prefix,
            build: launch.Build);
        Url = await _process.UntilListeningAsync(StartMax, cancellation);
    }

    /// <summary>Starts it and waits until it can serve.</summary>
    /// <exception cref="InvalidOperationException">It ended instead; the message has what it said.</exception>
    /// <exception cref="TimeoutException">It is not ready in time.</exception>
    public async Task ServeAsync(CancellationToken cancellation)
    {
        await StartAsync(cancellation);
        await UntilReadyAsync(cancellation);
    }

    /// <summary>Waits until it says that it can serve.</summary>
    /// <exception cref="InvalidOperationException">It ended instead; the message has what it said.</exception>
    /// <exception cref="TimeoutException">It does not in time.</exception>
    private Task UntilReadyAsync(CancellationToken cancellation) => Until.TrueAsync(
        async () =>
        {
            if (!IsRunning)
            {
                throw new InvalidOperationException($"It ended with {_process?.ExitCode}: {_process?.Error}");
            }

            try
            {
                using var answer = await Http.GetAsync(new Uri(Url, "/healthz/ready"), cancellation);
                return answer.IsSuccessStatusCode;
            }
            catch (Exception away) when (away is HttpRequestException ||
                (away is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                return false;
            }
        },
        $"{program} at {Url} is ready",
        StartMax,
        cancellation);

    /// <summary>Waits until it has ended by itself.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="OperationCanceledException">It does not end in time.</exception>
    public Task<int> EndAsync(TimeSpan patience, CancellationToken cancellation) =>
        Process.ExitAsync(patience, cancellation);

    /// <summary>Kill -9.</summary>
    public async Task KillAsync()
    {
        Signals.SendKill(Id);
        await Process.ExitAsync(StopMax);
    }

    /// <summary>SIGTERM, and the wait for its end.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> StopAsync(CancellationToken cancellation)
    {
        Signals.SendTerminate(Id);
        return Process.ExitAsync(StopMax, cancellation);
    }

    /// <summary>SIGSTOP.</summary>
    public void Freeze() => Signals.Freeze(Id);

    /// <summary>SIGCONT.</summary>
    public void Thaw() => Signals.Thaw(Id);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }
}
