using Orleans.Concurrency;

namespace Auctions.Grains;

[StatelessWorker, Reentrant]
internal sealed class ReachGrain : Grain, IReachGrain
{
    public ValueTask AskAsync() => ValueTask.CompletedTask;
}
