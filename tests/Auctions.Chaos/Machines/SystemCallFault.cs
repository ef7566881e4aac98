using System.Diagnostics;
using Auctions.Processes;

namespace Auctions.Chaos.Machines;

/// <summary>A system call of running programs that fails, or is slow, for as long as this lives.</summary>
internal sealed class SystemCallFault : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<Process> _tracers = [];

    private SystemCallFault()
    {
    }

    /// <summary>Takes hold of programs, and of all that they start.</summary>
    /// <param name="processes">Their ids as they are now; the one that starts others is the first.</param>
    /// <param name="call">The name of the call.</param>
    /// <param name="fault">What becomes of it, such as <c>error=EIO</c> or <c>delay_exit=50000</c>.</param>
    public static async Task<SystemCallFault> BeginAsync(
        Func<IReadOnlyList<int>> processes, string call, string fault)
    {
        var made = new SystemCallFault();
        try
        {
            // Whatever was started before the first was held is held with the next attempt.
            await Until.TrueAsync(
                async () =>
                {
                    int[] free = [.. processes().Where(process => IsTraced(process) is false)];
                    if (free.Length > 0)
                    {
                        await made.HoldAsync(free, call, fault);
                    }

                    return free.Length == 0;
                },
                $"strace holds {call}");
            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets go.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var tracer in _tracers)
        {
            Signals.SendInterrupt(tracer.Id);
        }

        foreach (var tracer in _tracers)
        {
            await tracer.WaitForExitAsync();
            tracer.Dispose();
        }

        _tracers.Clear();
    }

    private async Task HoldAsync(int[] processes, string call, string fault)
    {
        var start = new ProcessStartInfo("strace",
        [
            "-f", "-qq", "-o", "/dev/null", "-e", $"trace={call}", "-e", "signal=none", "-e", $"inject={call}:{fault}",
            .. processes.SelectMany(process => new[] { "-p", $"{process}" }),
        ])
        {
            RedirectStandardError = true,
        };
        var tracer = Process.Start(start)!;
        _tracers.Add(tracer);
        var said = tracer.StandardError.ReadToEndAsync();
        await Until.TrueAsync(
            () => tracer.HasExited || processes.All(process => IsTraced(process) is not false),
            "strace takes hold",
            Patience);
        if (tracer.HasExited && processes.Any(ProcessTable.IsAlive))
        {
            throw new InvalidOperationException($"strace ended with {tracer.ExitCode}: {await said}");
        }
    }

    // Null: it is gone.
    private static bool? IsTraced(int process)
    {
        try
        {
            return File.ReadLines($"/proc/{process}/status").Any(line =>
                line.StartsWith("TracerPid:", StringComparison.Ordinal) && line.Split('\t')[1] != "0");
        }
        catch (IOException)
        {
            return null;
        }
    }
}
