using System.Diagnostics;
using Auctions.Bench.Subjects;

namespace Auctions.Bench.Measuring;

/// <summary>Callers with one bid under way each, which go round the lots: throughput at so many outstanding.</summary>
internal sealed class ClosedLoad(ISubject subject, Ladder ladder, int callers) : Load(subject, ladder)
{
    protected override Task Start() =>
        Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallAsync(caller))));

    private async Task CallAsync(int caller)
    {
        // The callers start spread over the lots and move on by one, so they stay spread.
        var lot = (int)((long)caller * Lots / callers) % Lots;
        while (!IsStopped)
        {
            await BidAsync(lot, Stopwatch.GetTimestamp());
            lot = (lot + 1) % Lots;
        }
    }
}
