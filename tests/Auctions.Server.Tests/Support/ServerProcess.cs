using System.Diagnostics;
using System.Text;
using Auctions.Scenarios.Support;

namespace Auctions.Server.Tests.Support;

/// <summary>A server, or another program that listens, as a process of its own on a free port.</summary>
public sealed class ServerProcess : IRunning
{
    // A silo waits for others, and many processes may start at once.
    private static readonly TimeSpan StartDeadline = 4 * Eventually.Deadline;

    private const string Listening = "Now listening on: ";

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    private bool _isDisposed;

    private ServerProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(_error, line.Data);
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; private set; } = new("http://unset");

    public Api Api => new(Url);

    /// <summary>Null while it runs.</summary>
    public int? ExitCode => _process.HasExited ? _process.ExitCode : null;

    public string ReadLog() => Output + Error;

    public string Output => Read(_output);

    public string Error => Read(_error);

    /// <summary>Starts it in Development on a data directory and waits until it listens.</summary>
    public static Task<ServerProcess> StartAsync(string data, params string[] options) =>
        StartInAsync("Development", data, options);

    /// <summary>Starts it in an environment on a data directory and waits until it listens.</summary>
    public static Task<ServerProcess> StartInAsync(string environment, string data, params string[] options) =>
        StartOnAsync(environment, ["--Storage:Path", data, .. options]);

    /// <summary>Starts it in an environment on whatever store the options name and waits until it listens.</summary>
    /// <param name="environment">Development, or another.</param>
    /// <param name="options">Its configuration, as its command line.</param>
    /// <param name="program">The program, by its project's name.</param>
    public static async Task<ServerProcess> StartOnAsync(
        string environment, IReadOnlyList<string> options, string program = "Auctions.Server")
    {
        var server = Run(program, environment, ["--urls", "http://127.0.0.1:0", .. options]);
        try
        {
            var output = await Eventually.IsAsync(
                () => server.Output,
                output => output.Contains(Listening, StringComparison.Ordinal) || server._process.HasExited,
                StartDeadline);
            Assert.False(server._process.HasExited, $"{program} ended: {server.Error}\n{output}");
            var at = output.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length;
            server.Url = new Uri(output[at..output.IndexOf('\n', at)].Trim());
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it with nothing but these options; it is expected to end by itself.</summary>
    public static async Task<ServerProcess> EndedAsync(string environment, params string[] options)
    {
        var server = Run("Auctions.Server", environment, options);
        try
        {
            await server.ExitAsync();
            return server;
        }
        catch (OperationCanceledException)
        {
            await server.DisposeAsync();
            throw new InvalidOperationException($"The server did not end: {server.Output}");
        }
    }

    /// <summary>A figure of its memory, in bytes: <c>VmRSS</c> is what it holds, <c>VmHWM</c> the most it
    /// held.</summary>
    public long Memory(string figure)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").Single(line => line.StartsWith($"{figure}:"));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1]);
    }

    /// <summary>Kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await ExitAsync();
    }

    /// <summary>SIGTERM; use <see cref="ExitAsync"/> to wait for the end.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>SIGTERM and the end, which must be a good one.</summary>
    public async Task StopAsync()
    {
        await TerminateAsync();
        var code = await ExitAsync();
        Assert.True(code == 0, $"Exit code {code}: {Error}\n{Output}");
    }

    public async Task<int> ExitAsync()
    {
        using var deadline = new CancellationTokenSource(2 * Eventually.Deadline);
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static ServerProcess Run(string program, string environment, string[] options)
    {
        // All projects are built side by side, in the same configuration.
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var dll = Path.Combine(here.Parent!.Parent!.FullName, program, here.Name, $"{program}.dll");
        var start = new ProcessStartInfo("dotnet", [dll, .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var name in start.Environment.Keys.Where(IsConfiguration).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        var server = new ServerProcess(Process.Start(start)!);
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        return server;
    }

    // What the one who runs the tests has set for a server must not reach this one.
    private static bool IsConfiguration(string name) =>
        name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase) ||
        name.Contains("__", StringComparison.Ordinal) ||
        name.Equals("DOTNET_ENVIRONMENT", StringComparison.OrdinalIgnoreCase) ||
        name.Equals("URLS", StringComparison.OrdinalIgnoreCase);

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
        {
            text.Append(line).Append('\n');
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
