namespace Auctions.Measuring;

/// <summary>Says on standard error now and then how far something is; nothing if it is soon done.</summary>
/// <param name="what">What is done, as a sentence begins.</param>
/// <param name="total">How much there is to do.</param>
internal sealed class Progress(string what, long total)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly long _start = TimeProvider.System.GetTimestamp();
    private long _done;
    private long _told;

    /// <summary>So much more is done; from any thread.</summary>
    public void Add(long count)
    {
        var done = Interlocked.Add(ref _done, count);
        var intervals = (long)(TimeProvider.System.GetElapsedTime(_start) / Interval);
        var told = Volatile.Read(ref _told);
        if (intervals > told && Interlocked.CompareExchange(ref _told, intervals, told) == told)
        {
            Console.Error.WriteLine($"{what}: {done:N0} of {total:N0}");
        }
    }
}
