using System.Diagnostics;
using System.Runtime.InteropServices;
using Auctions.Bench.Subjects;

namespace Auctions.Bench.Measuring;

/// <summary>
/// Bids sent when they are due, whether or not earlier ones were answered, round the lots. Latency counts from when a
/// bid was due, so a subject that stalls answers for everybody it kept waiting.
/// </summary>
internal sealed class OpenLoad(ISubject subject, Ladder ladder, int rate, int outstandingMax)
    : Load(subject, ladder)
{
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One for the sender itself.
    private int _outstanding = 1;

    protected override Task Start()
    {
        new Thread(Send) { IsBackground = true, Name = "sender" }.Start();
        return _drained.Task;
    }

    private void Send()
    {
        var start = Stopwatch.GetTimestamp();
        var between = (double)Stopwatch.Frequency / rate;
        for (long sent = 0; !IsStopped;)
        {
            var due = start + (long)(sent * between);
            if (due > Stopwatch.GetTimestamp())
            {
                Nap.Short();
                continue;
            }

            var lot = (int)(sent++ % Lots);
            if (Volatile.Read(ref _outstanding) > outstandingMax)
            {
                CountUnsent(lot);
                continue;
            }

            Interlocked.Increment(ref _outstanding);
            _ = SendAsync(lot, due);
        }

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
