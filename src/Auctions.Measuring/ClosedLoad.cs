using System.Diagnostics;

namespace Auctions.Measuring;

/// <summary>Callers with one bid under way each: throughput at so many outstanding.</summary>
internal sealed class ClosedLoad(ISubject subject, Ladder ladder, LotChooser chooser, int callers)
    : Load(subject, ladder, chooser)
{
    protected override Task Start() =>
        Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallAsync(caller))));

    private async Task CallAsync(int caller)
    {
        for (var number = Lots.StartOf(caller, callers); !IsStopped; number++)
        {
            await BidAsync(Lots.At(number), Stopwatch.GetTimestamp());
        }
    }
}
