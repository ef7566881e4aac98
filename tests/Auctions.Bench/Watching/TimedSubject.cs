using System.Diagnostics;
using Auctions.Measuring;

namespace Auctions.Bench.Watching;

/// <summary>Notes when a bidder was told of each accepted bid. Ends nothing: the subject is another's.</summary>
internal sealed class TimedSubject(ISubject subject) : ISubject
{
    private readonly List<(long Sequence, long At)> _told = [];
    private readonly Lock _adding = new();

    public TimeSpan CpuElsewhere => subject.CpuElsewhere;

    /// <summary>Each bid's sequence and timestamp.</summary>
    public IReadOnlyList<(long Sequence, long At)> Told
    {
        get
        {
            lock (_adding)
            {
                return [.. _told];
            }
        }
    }

    public async ValueTask<Outcome> BidAsync(int lot, long amount)
    {
        var outcome = await subject.BidAsync(lot, amount);
        if (outcome.Kind == OutcomeKind.Accepted)
        {
            var at = Stopwatch.GetTimestamp();
            lock (_adding)
            {
                _told.Add((outcome.Sequence, at));
            }
        }

        return outcome;
    }

    public IAsyncEnumerable<StoredLot> ReadBackAsync(CancellationToken cancellation) =>
        subject.ReadBackAsync(cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
