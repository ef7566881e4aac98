using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Auctions.Postgres.Tests;

/// <summary>A running PostgreSQL server that may be frozen, stopped and killed.</summary>
/// <param name="Data">Its data directory; its log is beside it.</param>
/// <param name="Port">Where it listens.</param>
/// <param name="User">The user it runs as.</param>
/// <param name="Binaries">Where its programs are.</param>
internal sealed record ServerProcess(string Data, int Port, string User, string Binaries)
{
    private const int Quit = 3, Kill = 9, Continue = 18, Stop = 19;

    public string Log => $"{Data}.log";

    /// <summary>The postmaster.</summary>
    public int Id => int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First(), null);

    /// <summary>Reads what scripts/postgres has noted of a server.</summary>
    public static ServerProcess Read(string stateFile)
    {
        var state = File.ReadLines(stateFile).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0]);
        return new ServerProcess(
            state["data"][1],
            int.Parse(state["port"][1], CultureInfo.InvariantCulture),
            state["user"][1],
            state["bin"][1]);
    }

    /// <summary>Suspends all of its processes: connections stay, nothing is answered.</summary>
    public void Freeze()
    {
        var frozen = new HashSet<int>();
        int before;
        do
        {
            // The postmaster comes first, so it makes no more of them after the first round.
            before = frozen.Count;
            foreach (var process in All().Where(frozen.Add))
            {
                Signal(process, Stop);
            }
        }
        while (frozen.Count > before);
    }

    public void Thaw()
    {
        foreach (var process in All())
        {
            Signal(process, Continue);
        }
    }

    /// <summary>Stops at once, without a checkpoint: all clients are cut off, the next start recovers.</summary>
    public async Task StopImmediateAsync()
    {
        int[] processes = [.. All()];
        Signal(processes[0], Quit);
        await EndedAsync(processes);
    }

    /// <summary>Kills the postmaster and all of its children.</summary>
    public async Task KillAsync()
    {
        // Frozen, it makes no child that would be missed.
        Freeze();
        int[] processes = [.. All()];
        foreach (var process in processes)
        {
            Signal(process, Kill);
        }

        await EndedAsync(processes);
    }

    /// <summary>Kills one of its backends, so that the server resets all others.</summary>
    public static void KillBackend(int process) => Signal(process, Kill);

    /// <summary>
    /// Starts on the same data and port; again if need be, for what is left of a killed server, its number included,
    /// may take its time to go.
    /// </summary>
    public Task StartAsync() => Until.TrueAsync(
        async () => await Record.ExceptionAsync(() =>
            CommandAsync([$"{Binaries}/pg_ctl", "-w", "-t", "60", "-D", Data, "-l", Log, "start"])) is null,
        $"the server in {Data} starts");

    /// <summary>Runs a program as the server's user.</summary>
    public Task CommandAsync(string[] command, string password = "") => RunAsync(
        Environment.IsPrivilegedProcess
            ? ["setpriv", "--reuid", User, "--regid", User, "--init-groups", .. command]
            : command,
        ("PGPASSWORD", password));

    /// <summary>Runs a program to its end; gives what it printed.</summary>
    public static async Task<string> RunAsync(string[] command, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', command)} ends with {process.ExitCode}: {printed}");
        return printed;
    }

    private Task EndedAsync(int[] processes) =>
        Until.TrueAsync(() => !processes.Any(IsAlive), $"the server in {Data} has ended");

    private IEnumerable<int> All()
    {
        var postmaster = Id;
        return Directory.EnumerateDirectories("/proc")
            .Select(directory => int.TryParse(Path.GetFileName(directory), out var process) ? process : 0)
            .Where(process => process > 0 && ParentOf(process) == postmaster)
            .Prepend(postmaster);
    }

    private static bool IsAlive(int process) => ParentOf(process) is not null;

    // Of "1234 (its name) S 1 ..." the fourth; a process that ended but was not waited for is not alive.
    private static int? ParentOf(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] == "Z" ? null : int.Parse(fields[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static void Signal(int process, int signal) => _ = SendSignal(process, signal);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
