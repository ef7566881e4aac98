using System.Collections.Concurrent;
using System.Diagnostics;
using Auctions.Core;
using Auctions.Engine;
using Auctions.Engine.Actor;
using Auctions.Engine.Ports;
using Auctions.Grains.Live;
using Auctions.Grains.Messages;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auctions.Grains.Calls;

/// <summary>
/// The front door of a process without auctions: every command goes to the auction's grain, wherever that is. What
/// cannot be answered within the deadline answers <see cref="UnavailableAnswer"/>.
/// </summary>
public sealed class GrainAuctions : IAuctions, IAsyncDisposable
{
    private static readonly TimeSpan ExpireInterval = TimeSpan.FromMilliseconds(100);

    private readonly IClusterClient _cluster;
    private readonly AuctionClock _clock;
    private readonly Func<bool> _isConnected;
    private readonly Func<bool> _isReached;
    private readonly GrainOptions _options;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<AuctionId, BidLane> _lanes = new();
    private readonly LaneServices _services;
    private readonly LiveViews _live;
    private readonly ITimer _expiring;

    /// <param name="cluster">A client of the cluster.</param>
    /// <param name="clock">The shards' clock.</param>
    /// <param name="isConnected">Whether the client has a silo to talk to.</param>
    /// <param name="isReached">Whether a silo has answered it, so that calls are worth sending here.</param>
    /// <param name="patience">How long calls are waited for; told when a silo is gone.</param>
    /// <param name="options">Times and bounds.</param>
    /// <param name="logger">Where faults are logged.</param>
    public GrainAuctions(
        IClusterClient cluster,
        AuctionClock clock,
        Func<bool> isConnected,
        Func<bool> isReached,
        CallPatience patience,
        IOptions<GrainOptions> options,
        ILogger<GrainAuctions> logger)
    {
        _cluster = cluster;
        _clock = clock;
        _isConnected = isConnected;
        _isReached = isReached;
        _options = options.Value;
        _logger = logger;
        _live = new LiveViews(cluster, clock.Time, logger);
        _services = new LaneServices(
            _options,
            clock.Time,
            isConnected,
            patience,
            new EarlyReplies(cluster.CreateObjectReference<IEarlyReplies>),
            Remove,
            logger);
        _expiring = clock.Time.CreateTimer(_ => Expire(), null, ExpireInterval, ExpireInterval);
    }

    public DateTimeOffset Now => _clock.Now;

    public bool IsReady => _clock.IsCertain && _isReached();

    public ValueTask<Answer> CreateAsync(AuctionRequest request, CancellationToken cancellation)
    {
        var message = RequestMessage.Of(request);
        return AskAsync(default, () => Creation().CreateAsync(message), isRepeatable: true, cancellation);
    }

    public ValueTask<Answer> SubmitAsync(AuctionId id, AuctionCommand command, CancellationToken cancellation)
    {
        if (command is KeyedCommand keyed)
        {
            return CallMeter.IsFollowed ? FollowAsync(id, keyed) : new ValueTask<Answer>(SendAsync(id, keyed, null));
        }

        var message = CommandMessage.Of(command);
        return AskAsync(
            id, () => Grain(id).SubmitAsync(message), isRepeatable: command is CreateAuction, cancellation);
    }

    public async ValueTask<Answer> ViewAsync(AuctionId id, long after, CancellationToken cancellation) =>
        await AskAsync(id, () => Grain(id).ViewAsync(), isRepeatable: true, cancellation) switch
        {
            ViewAnswer { View.Sequence: var sequence } when sequence < after =>
                new UnavailableAnswer(Unavailability.Busy),
            UnavailableAnswer { Reason: Unavailability.OutcomeUnknown } =>
                new UnavailableAnswer(Unavailability.ShardUnavailable),
            var answer => answer,
        };

    public IAsyncEnumerable<AuctionView> WatchAsync(AuctionId id, long after, CancellationToken cancellation) =>
        _live.WatchAsync(id, after, cancellation);

    public async ValueTask DisposeAsync()
    {
        await _expiring.DisposeAsync();
        await _live.DisposeAsync();
    }

    private IAuctionGrain Grain(AuctionId id) =>
        Known(static (cluster, id) => cluster.GetGrain<IAuctionGrain>(id), id.Value);

    private ICreationGrain Creation() => Known(static (cluster, id) => cluster.GetGrain<ICreationGrain>(id), 0L);

    // The client knows which grains there are from silos. While it has lost all of them it knows of none.
    private TGrain Known<TKey, TGrain>(Func<IClusterClient, TKey, TGrain> find, TKey key)
    {
        try
        {
            return find(_cluster, key);
        }
        catch (ArgumentException unknown)
        {
            throw new NoSiloException(unknown);
        }
    }

    private async ValueTask<Answer> FollowAsync(AuctionId id, KeyedCommand command)
    {
        using var activity = Instruments.Activities.StartActivity("auction.call", ActivityKind.Client);
        activity?.SetTag("auction.id", id.ToString());
        var began = _clock.Time.GetTimestamp();
        var answer = await SendAsync(id, command, activity);
        CallMeter.Duration.Record(_clock.Time.GetElapsedTime(began).TotalSeconds);
        activity?.SetTag("auction.outcome", answer.Outcome());
        return answer;
    }

    private Task<Answer> SendAsync(AuctionId id, KeyedCommand command, Activity? activity)
    {
        var bid = new PendingBid(command, Deadline(), activity);
        while (true)
        {
            var lane = _lanes.GetOrAdd(
                id, static (id, self) => new BidLane(id, () => self.Grain(id), self._services), this);
            if (lane.TrySend(bid))
            {
                break;
            }

            // It is just about to end.
            Remove(id, lane);
        }

        return bid.Answered;
    }

    // Only what may be carried out twice is asked again after a call was lost; what was turned away always is. A call
    // that shows no life is asked again beside it; if it comes back later, it still counts.
    private async ValueTask<Answer> AskAsync(
        AuctionId id, Func<ValueTask<AnswerMessage>> ask, bool isRepeatable, CancellationToken cancellation)
    {
        var deadline = Deadline();
        var reason = Unavailability.Moving;
        var underWay = new List<Task<AnswerMessage>>();
        for (var pause = Backoff.FirstMs; ; pause = Backoff.After(pause))
        {
            var (isConnected, hasEnded) = (_isConnected(), underWay.Exists(static call => call.IsCompleted));
            if (isConnected && !hasEnded)
            {
                underWay.Add(Asked());
            }

            if (isConnected || hasEnded)
            {
                var first = Task.WhenAny(underWay);
                if (!isRepeatable || await _services.EndsAsync(first, deadline))
                {
                    var ended = await first;
                    underWay.Remove(ended);
                    (var answer, reason) = await TakeAsync(id, ended, reason);
                    if (answer is not null)
                    {
                        return answer;
                    }
                }
                else
                {
                    reason = Unavailability.OutcomeUnknown;
                }
            }

            var isLate = _clock.Time.GetTimestamp() + (pause * _clock.Time.TimestampFrequency / 1_000) >= deadline;
            if (isLate || (reason == Unavailability.OutcomeUnknown && !isRepeatable))
            {
                return new UnavailableAnswer(reason);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(pause), _clock.Time, cancellation);
        }

        // Where no silo is known it fails at once, as a call does.
        async Task<AnswerMessage> Asked() => await ask();
    }

    // What a call that has ended says: an answer, unless it is to be asked again, and why there is none if it stays so.
    // Once one was lost nobody can tell any more, whatever becomes of the next.
    private async Task<(Answer? Answer, Unavailability Reason)> TakeAsync(
        AuctionId id, Task<AnswerMessage> ended, Unavailability reason)
    {
        try
        {
            var answer = (await ended).ToAnswer();
            return (answer is UnavailableAnswer { Reason: Unavailability.Moving } ? null : answer, reason);
        }
        catch (Exception failed)
        {
            if (!GrainFaults.IsExpected(failed))
            {
                Log.CallBroken(_logger, id, failed);
            }

            return (null, GrainFaults.IsTurnedAway(failed) ? reason : Unavailability.OutcomeUnknown);
        }
    }

    private long Deadline() => _clock.Time.GetTimestamp() +
        (_options.CallDeadlineMs * _clock.Time.TimestampFrequency / 1_000);

    private void Remove(AuctionId id, BidLane lane) => _lanes.TryRemove(KeyValuePair.Create(id, lane));

    private void Expire()
    {
        var now = _clock.Time.GetTimestamp();
        foreach (var lane in _lanes.Values)
        {
            lane.Expire(now);
        }
    }
}
