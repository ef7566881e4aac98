using Auctions.Processes;
using Auctions.Scenarios.Support;

namespace Auctions.Server.Tests.Support;

/// <summary>A server, or another program that listens, as a process of its own on a free port.</summary>
public sealed class ServerProcess : IRunning
{
    // A silo waits for others, and many processes may start at once.
    private static readonly TimeSpan StartDeadline = 4 * Eventually.Deadline;

    private readonly ProgramProcess _process;

    /// <summary>
    /// Configuration of a server whose test is about no deadline: a slow disk is no fault, nor is a process that stood
    /// still. What a test sets itself, after these, counts instead.
    /// </summary>
    public static IReadOnlyList<string> Patient { get; } =
    [
        "--Engine:AppendDeadlineMs", "15000",
        "--Engine:EpochRaiseDeadlineMs", "16000",
        "--Engine:AnswerDeadlineMs", "17000",
        "--Engine:DeactivationDeadlineMs", "20000",
        "--Engine:OutageMinSeconds", "60",
    ];

    private ServerProcess(ProgramProcess process) => _process = process;

    /// <summary>Where it listens.</summary>
    public Uri Url { get; private set; } = new("http://unset");

    public Api Api => new(Url);

    /// <summary>Null while it runs.</summary>
    public int? ExitCode => _process.ExitCode;

    public string ReadLog() => Output + Error;

    public string Output => _process.Output;

    public string Error => _process.Error;

    /// <summary>Starts it in Development on a data directory and waits until it listens.</summary>
    public static Task<ServerProcess> StartAsync(string data, params string[] options) =>
        StartInAsync("Development", data, options);

    /// <summary>Starts it in an environment on a data directory and waits until it listens.</summary>
    public static Task<ServerProcess> StartInAsync(string environment, string data, params string[] options) =>
        StartOnAsync(environment, ["--Storage:Path", data, .. Patient, .. options]);

    /// <summary>
    /// Starts it in an environment on whatever store the options name, with the product's own deadlines unless they
    /// name others, and waits until it listens.
    /// </summary>
    /// <param name="environment">Development, or another.</param>
    /// <param name="options">Its configuration, as its command line.</param>
    /// <param name="program">The program, by its project's name.</param>
    /// <param name="variables">Variables of its environment beside those of this process.</param>
    public static async Task<ServerProcess> StartOnAsync(
        string environment,
        IReadOnlyList<string> options,
        string program = "Auctions.Server",
        IEnumerable<KeyValuePair<string, string>>? variables = null)
    {
        var server = Run(program, environment, ["--urls", "http://127.0.0.1:0", .. options], variables);
        try
        {
            server.Url = await server._process.UntilListeningAsync(StartDeadline);
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
    public long Memory(string figure) => _process.Memory(figure);

    /// <summary>Kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await ExitAsync();
    }

    /// <summary>SIGTERM; use <see cref="ExitAsync"/> to wait for the end.</summary>
    public void Terminate() => Signals.SendTerminate(_process.Id);

    /// <summary>SIGTERM and the end, which must be a good one.</summary>
    public async Task StopAsync()
    {
        Terminate();
        var code = await ExitAsync();
        Assert.True(code == 0, $"Exit code {code}: {Error}\n{Output}");
    }

    public Task<int> ExitAsync() => _process.ExitAsync(2 * Eventually.Deadline);

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static ServerProcess Run(
        string program,
        string environment,
        string[] options,
        IEnumerable<KeyValuePair<string, string>>? variables = null) => new(ProgramProcess.Start(
            program, options, [new("ASPNETCORE_ENVIRONMENT", environment), .. variables ?? []]));
}
