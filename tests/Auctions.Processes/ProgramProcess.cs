using System.Diagnostics;
using System.Text;

namespace Auctions.Processes;

/// <summary>
/// A program of this repository as a process of its own; killed with this object, or at the latest with this process.
/// </summary>
public sealed class ProgramProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly TaskCompletionSource<Uri> _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _isDisposed;

    private ProgramProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Hear(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Hear(_error, line.Data);
        AppDomain.CurrentDomain.ProcessExit += KillAtExit;
    }

    public int Id => _process.Id;

    /// <summary>Null while it runs.</summary>
    public int? ExitCode => _process.HasExited ? _process.ExitCode : null;

    /// <summary>What it has written to stdout so far.</summary>
    public string Output => Read(_output);

    /// <summary>What it has written to stderr so far.</summary>
    public string Error => Read(_error);

    /// <summary>Starts it in a temporary directory, without any configuration from the caller's environment.</summary>
    /// <param name="program">The program, by its project's name.</param>
    /// <param name="options">Its command line.</param>
    /// <param name="environment">Variables beside those of the caller that are no configuration.</param>
    /// <param name="prefix">A command that starts what follows it in surroundings of its own; null: none.</param>
    /// <param name="assembly">The name of its assembly; null: that of the project.</param>
    /// <param name="build">Where another build's projects lie side by side; null: this one is meant.</param>
    public static ProgramProcess Start(
        string program,
        IEnumerable<string> options,
        IEnumerable<KeyValuePair<string, string>> environment,
        IReadOnlyList<string>? prefix = null,
        string? assembly = null,
        string? build = null)
    {
        string[] command = [.. prefix ?? [], "dotnet", AssemblyOf(program, assembly ?? program, build), .. options];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var name in start.Environment.Keys.Where(IsConfiguration).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = new ProgramProcess(Process.Start(start)!);
        process._process.BeginOutputReadLine();
        process._process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Whether there is such a program, in this build or in another one.</summary>
    public static bool IsBuilt(string program, string? build = null) =>
        File.Exists(AssemblyOf(program, program, build));

    // All projects are built side by side, in the same configuration.
    private static string AssemblyOf(string program, string assembly, string? build)
    {
        var here = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Path.Combine(build ?? here.Parent!.Parent!.FullName, program, here.Name, $"{assembly}.dll");
    }

    /// <summary>Waits until it says where it listens.</summary>
    /// <exception cref="InvalidOperationException">It ended before that; the message has what it said.</exception>
    /// <exception cref="TimeoutException">It does not say so in time.</exception>
    public async Task<Uri> UntilListeningAsync(TimeSpan patience, CancellationToken cancellation = default)
    {
        var ended = _process.WaitForExitAsync(cancellation);
        await Task.WhenAny(_listens.Task, ended).WaitAsync(patience, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return _listens.Task.IsCompletedSuccessfully
            ? await _listens.Task
            : throw new InvalidOperationException($"It ended with {ExitCode}: {Error}\n{Output}");
    }

    /// <summary>Kill -9; use <see cref="ExitAsync"/> to wait for the end.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="OperationCanceledException">It does not end in time.</exception>
    public async Task<int> ExitAsync(TimeSpan patience, CancellationToken cancellation = default)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(patience);
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    /// <summary>A figure of its memory, in bytes: <c>VmRSS</c> is what it holds, <c>VmHWM</c> the most it
    /// held.</summary>
    public long Memory(string figure)
    {
        var line = File.ReadLines($"/proc/{Id}/status").Single(line => line.StartsWith($"{figure}:"));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        AppDomain.CurrentDomain.ProcessExit -= KillAtExit;
        KillAtExit(null, EventArgs.Empty);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    // What the caller has set for a server must not reach this one.
    private static bool IsConfiguration(string name) =>
        name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase) ||
        name.Contains("__", StringComparison.Ordinal) ||
        name.Equals("DOTNET_ENVIRONMENT", StringComparison.OrdinalIgnoreCase) ||
        name.Equals("URLS", StringComparison.OrdinalIgnoreCase);

    private void KillAtExit(object? sender, EventArgs ending)
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
    }

    private void Hear(StringBuilder text, string? line)
    {
        lock (text)
        {
            text.Append(line).Append('\n');
        }

        if (line?.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
        {
            _listens.TrySetResult(new Uri(line[(at + Listening.Length)..].Trim()));
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
