using System.Globalization;

namespace Auctions.Processes;

/// <summary>A PostgreSQL server of this machine that may be started, frozen, stopped and killed.</summary>
/// <param name="Data">Its data directory; its log is beside it.</param>
/// <param name="Port">Where it listens.</param>
/// <param name="User">The user it runs as.</param>
/// <param name="Binaries">Where its programs are.</param>
public sealed record PostgresProcess(string Data, int Port, string User, string Binaries)
{
    /// <summary>The command, if any, that starts what follows it in surroundings of its own.</summary>
    public IReadOnlyList<string> Within { get; init; } = [];

    public string Log => $"{Data}.log";

    /// <summary>The postmaster.</summary>
    public int Id => int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First(), null);

    /// <summary>The postmaster, first, and its children.</summary>
    public IReadOnlyList<int> Processes => ProcessesOf(Id);

    /// <summary>Reads what scripts/postgres has noted of a server.</summary>
    public static PostgresProcess Read(string stateFile)
    {
        var state = File.ReadLines(stateFile).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0]);
        return new PostgresProcess(
            state["data"][1],
            int.Parse(state["port"][1], CultureInfo.InvariantCulture),
            state["user"][1],
            state["bin"][1]);
    }

    /// <summary>Suspends all of its processes: connections stay, nothing is answered.</summary>
    public void Freeze() => Freeze(Id);

    public void Thaw()
    {
        foreach (var process in Processes)
        {
            Signals.Thaw(process);
        }
    }

    /// <summary>Stops in good order: clients are cut off, a checkpoint is made.</summary>
    public Task StopAsync() => StopAsync(Signals.SendInterrupt);

    /// <summary>Stops at once, without a checkpoint: all clients are cut off, the next start recovers.</summary>
    public Task StopImmediateAsync() => StopAsync(Signals.SendQuit);

    /// <summary>Kills the postmaster and all of its children.</summary>
    public Task KillAsync() => KillAsync(Id);

    /// <summary>The same, where its directory may not be readable any more, or the server not run any more.</summary>
    public async Task KillAsync(int postmaster)
    {
        if (!IsRunning(postmaster))
        {
            return;
        }

        // Frozen, it makes no child that would be missed.
        Freeze(postmaster);
        var processes = ProcessesOf(postmaster);
        foreach (var process in processes)
        {
            Signals.SendKill(process);
        }

        await EndedAsync(processes);
    }

    /// <summary>Whether the postmaster of that number still runs; by now it may be another program's.</summary>
    public bool IsRunning(int postmaster)
    {
        try
        {
            return File.ReadAllText($"/proc/{postmaster}/cmdline").Split('\0').Contains(Data) &&
                ProcessTable.IsAlive(postmaster);
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>
    /// Starts on the same data and port; again if need be, for what is left of a killed server, its number included,
    /// may take its time to go.
    /// </summary>
    public async Task StartAsync()
    {
        var failure = "";
        try
        {
            await Until.TrueAsync(
                async () =>
                {
                    failure = await Command.FailureAsync(AsUser(
                        [$"{Binaries}/pg_ctl", "-w", "-t", "60", "-D", Data, "-l", Log, "start"]));
                    return failure.Length == 0;
                },
                $"the server in {Data} starts");
        }
        catch (TimeoutException never)
        {
            throw new InvalidOperationException(
                $"The server in {Data} does not start: {failure}\n" +
                string.Join('\n', File.ReadLines(Log).TakeLast(10)),
                never);
        }
    }

    /// <summary>Runs a program as the server's user; gives what it printed.</summary>
    public Task<string> CommandAsync(string[] command, string password = "") =>
        Command.RunAsync(AsUser(command), ("PGPASSWORD", password));

    private static int[] ProcessesOf(int postmaster) => [postmaster, .. ProcessTable.ChildrenOf(postmaster)];

    private static void Freeze(int postmaster)
    {
        var frozen = new HashSet<int>();
        int before;
        do
        {
            // The postmaster comes first, so it makes no more of them after the first round.
            before = frozen.Count;
            foreach (var process in ProcessesOf(postmaster).Where(frozen.Add))
            {
                Signals.Freeze(process);
            }
        }
        while (frozen.Count > before);
    }

    private string[] AsUser(string[] command) => Environment.IsPrivilegedProcess
        ? [.. Within, "setpriv", "--reuid", User, "--regid", User, "--init-groups", .. command]
        : [.. Within, .. command];

    private async Task StopAsync(Action<int> signal)
    {
        var processes = Processes;
        signal(processes[0]);
        await EndedAsync(processes);
    }

    private Task EndedAsync(IReadOnlyList<int> processes) =>
        Until.TrueAsync(() => !processes.Any(ProcessTable.IsAlive), $"the server in {Data} has ended");
}
