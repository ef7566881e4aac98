using System.Runtime.InteropServices;

namespace Auctions.Processes;

/// <summary>Signals to processes, by their id.</summary>
public static class Signals
{
    private const int Interrupt = 2, Quit = 3, Kill = 9, Terminate = 15, Continue = 18, Stop = 19;

    /// <summary>SIGINT: PostgreSQL cuts its clients off and stops in good order.</summary>
    public static void SendInterrupt(int process) => Send(process, Interrupt);

    /// <summary>SIGQUIT: PostgreSQL stops at once, without a checkpoint.</summary>
    public static void SendQuit(int process) => Send(process, Quit);

    /// <summary>SIGKILL.</summary>
    public static void SendKill(int process) => Send(process, Kill);

    /// <summary>SIGTERM.</summary>
    public static void SendTerminate(int process) => Send(process, Terminate);

    /// <summary>SIGSTOP: the process stands still, and all it holds stays.</summary>
    public static void Freeze(int process) => Send(process, Stop);

    /// <summary>SIGCONT.</summary>
    public static void Thaw(int process) => Send(process, Continue);

    // One that is gone already needs no signal.
    private static void Send(int process, int signal) => _ = SendSignal(process, signal);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
