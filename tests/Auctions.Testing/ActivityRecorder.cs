using System.Collections.Concurrent;
using System.Diagnostics;
using Auctions.Engine;

namespace Auctions.Testing;

/// <summary>Records every activity of the product that ends in this process, whoever's it is.</summary>
public sealed class ActivityRecorder : IDisposable
{
    private readonly ActivitySource _requests = new($"requests {Guid.NewGuid()}");
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public ActivityRecorder()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source == _requests || source.Name == Instruments.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>What has ended so far, in order.</summary>
    public IReadOnlyCollection<Activity> Ended => _ended;

    /// <summary>Begins a trace of its own, which holds what is done until the activity is disposed of.</summary>
    public Activity Request() => _requests.StartActivity("request")!;

    /// <summary>What has ended of a trace, in order.</summary>
    public IEnumerable<Activity> Of(ActivityTraceId trace) => _ended.Where(activity => activity.TraceId == trace);

    /// <summary>The writes that have ended and link to a trace.</summary>
    public IEnumerable<Activity> WritesFor(ActivityTraceId trace) => _ended.Where(activity =>
        activity.OperationName == "auction.flush" && activity.Links.Any(link => link.Context.TraceId == trace));

    public void Dispose()
    {
        _listener.Dispose();
        _requests.Dispose();
    }
}
