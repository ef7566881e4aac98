namespace Auctions.Bench.Watching;

/// <summary>What a server took, from one phase to the next.</summary>
/// <param name="BytesBefore">Resident memory before anybody watched or bid.</param>
/// <param name="BytesIdle">The same when all watched and nobody bid.</param>
/// <param name="BytesPeak">The most while there were bids.</param>
/// <param name="BytesAfter">When it was over.</param>
/// <param name="CoresIdle">Processors in use when all watched and nobody bid.</param>
/// <param name="CoresBids">The same while bids were counted.</param>
/// <param name="CoresPeak">The same in the busiest second of that.</param>
internal sealed record ServerLoad(
    long BytesBefore,
    long BytesIdle,
    long BytesPeak,
    long BytesAfter,
    double CoresIdle,
    double CoresBids,
    double CoresPeak)
{
    // A sample at a change of phase may follow another one at once, and then says nothing of a second.
    private const double SecondsLeast = 0.5;

    /// <summary>Of samples in their order, with at least one of each phase but joining.</summary>
    public static ServerLoad Of(IReadOnlyList<ServerSample> samples)
    {
        long Last(Phase phase) => samples.Last(sample => sample.Phase == phase).ResidentBytes;
        return new ServerLoad(
            Last(Phase.Before),
            Last(Phase.Idle),
            samples.Where(sample => sample.Phase is Phase.WarmUp or Phase.Bids).Max(sample => sample.ResidentBytes),
            Last(Phase.After),
            Cores(samples, Phase.Idle),
            Cores(samples, Phase.Bids),
            samples.Zip(samples.Skip(1))
                .Where(pair => pair.Second.Phase == Phase.Bids && Seconds(pair.First, pair.Second) >= SecondsLeast)
                .Select(pair => Cores(pair.First, pair.Second))
                .DefaultIfEmpty()
                .Max());
    }

    /// <summary>Memory that each watcher comes to, at one of these times.</summary>
    public double PerWatcher(long bytes, int watchers) => (double)(bytes - BytesBefore) / watchers;

    private static double Cores(IReadOnlyList<ServerSample> samples, Phase phase)
    {
        var first = samples.Last(sample => sample.Phase < phase);
        var last = samples.Last(sample => sample.Phase == phase);
        return Cores(first, last);
    }

    private static double Cores(ServerSample first, ServerSample last) =>
        Seconds(first, last) is > 0 and var seconds ? (last.CpuSeconds - first.CpuSeconds) / seconds : 0;

    private static double Seconds(ServerSample first, ServerSample last) => last.Seconds - first.Seconds;
}
