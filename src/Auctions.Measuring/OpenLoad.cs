using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Auctions.Measuring;

/// <summary>
/// Bids sent when they are due, whether or not earlier ones were answered. Latency counts from when a bid was due, so a
/// subject that stalls answers for everybody it kept waiting.
/// </summary>
internal sealed class OpenLoad(
    ISubject subject, Ladder ladder, LotChooser chooser, RateSchedule schedule, int outstandingMax)
    : Load(subject, ladder, chooser)
{
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One for the sender itself.
    private int _outstanding = 1;

    protected override Task Sent => _sent.Task;

    protected override Task Start()
    {
        new Thread(Send) { IsBackground = true, Name = "sender" }.Start();
        return _drained.Task;
    }

    private void Send()
    {
        long number = 0;
        while (!IsStopped && schedule.TryDueAt(number, out var after))
        {
            var due = StartedAt + Timestamps.Of(after);
            if (due > Stopwatch.GetTimestamp())
            {
                Nap.Short();
                continue;
            }

            var lot = Lots.At(number++);
            if (Volatile.Read(ref _outstanding) > outstandingMax)
            {
                CountUnsent(due);
                continue;
            }

            Interlocked.Increment(ref _outstanding);
            _ = SendAsync(lot, due);
        }

        // The sender itself was too slow for the rest.
        for (; schedule.TryDueAt(number, out var after); number++)
        {
            CountUnsent(StartedAt + Timestamps.Of(after));
        }

        _sent.SetResult();
        Conclude();
    }

    private async Task SendAsync(int lot, long due)
    {
        await BidAsync(lot, due);
        Conclude();
    }

    private void Conclude()
    {
        if (Interlocked.Decrement(ref _outstanding) == 0)
        {
            _drained.TrySetResult();
        }
    }

    /// <summary>Sleeps shorter than .NET can: on Linux about 0.15 ms, elsewhere the shortest there is.</summary>
    private static class Nap
    {
        public static void Short()
        {
            if (OperatingSystem.IsLinux())
            {
                _ = Usleep(100);
            }
            else
            {
                Thread.Sleep(1);
            }
        }

        [DllImport("libc", EntryPoint = "usleep")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        private static extern int Usleep(uint microseconds);
    }
}
