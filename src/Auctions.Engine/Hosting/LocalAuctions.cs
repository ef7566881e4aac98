using System.Runtime.CompilerServices;
using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Heat;
using Auctions.Engine.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auctions.Engine.Hosting;

/// <summary>
/// All auctions in one process: activates them when they are asked for, keeps a bounded number in memory, lets their
/// hammers fall. Placement here is one dictionary.
/// </summary>
public sealed class LocalAuctions : IAuctions, IAsyncDisposable
{
    private const int AttemptsMax = 8;

    private readonly AuctionClock _clock;
    private readonly Surroundings _around;
    private readonly EngineProcess _process;
    private readonly AuctionCreation _creation;

    public LocalAuctions(
        IJournal journal, AuctionClock clock, IOptions<EngineOptions> options, ILogger<LocalAuctions> logger)
        : this(journal, clock, options.Value, Surroundings.Alone, logger)
    {
    }

    internal LocalAuctions(
        IJournal journal, AuctionClock clock, EngineOptions options, Surroundings around, ILogger logger)
    {
        _clock = clock;
        _around = around;
        _process = new EngineProcess(journal, clock, options, around, logger);
        _creation = new AuctionCreation(
            journal,
            clock,
            options,
            around,
            create: (id, command) => AskAsync(
                id, create: true, command, static (host, command) => host.SubmitAsync(command)),
            find: id => ViewAsync(id, 0, CancellationToken.None));
    }

    public DateTimeOffset Now => _clock.Now;

    public bool IsReady => _process.IsReady;

    /// <summary>Number of auctions in memory.</summary>
    public int ActiveCount => _process.ActiveCount;

    /// <summary>What is hot in this process.</summary>
    public IHeatSource Heat => _process.Heat;

    /// <summary>What does the work, and the scope of what it measures.</summary>
    internal EngineProcess Process => _process;

    /// <summary>
    /// Records a heartbeat on every shard, so that an outage before this start is known, and starts the loops.
    /// </summary>
    public Task StartAsync(CancellationToken cancellation) => _process.StartAsync(cancellation);

    /// <summary>
    /// Finishes what was accepted, bids held until the hammer included, gives up ownership of every auction and ends
    /// the loops.
    /// </summary>
    public Task StopAsync() => _process.StopAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    public ValueTask<Answer> CreateAsync(AuctionRequest request, CancellationToken cancellation) =>
        _creation.CreateAsync(request, cancellation);

    public ValueTask<Answer> SubmitAsync(AuctionId id, AuctionCommand command, CancellationToken cancellation) =>
        !_process.IsStopping && _process.Active(id) is { } host && _process.CanBeAsked(host) &&
        host.TrySubmit(command, out var answered)
            ? answered
            : AskAsync(id, create: false, command, static (host, command) => host.SubmitAsync(command));

    public async ValueTask<Answer> ViewAsync(AuctionId id, long after, CancellationToken cancellation) =>
        await AskAsync(id, create: false, 0, static (host, _) => host.ViewAsync()) switch
        {
            ViewAnswer { View.Sequence: var sequence } when sequence < after =>
                new UnavailableAnswer(Unavailability.Busy),
            var answer => answer,
        };

    public async IAsyncEnumerable<AuctionView> WatchAsync(
        AuctionId id, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var seen = after;
        while (!_process.IsStopping)
        {
            if (await _process.FindAsync(id, create: false) is not { } host ||
                await host.ViewAsync() is not ViewAnswer current)
            {
                yield break;
            }

            await foreach (var view in host.WatchAsync(seen, cancellation))
            {
                seen = view.Sequence;
                yield return view;
            }

            // The stream ends with the final view, or because this host ended. Then the next host goes on, if placement
            // still wants one here: a watcher alone must not take an auction back from the process that has it now.
            if (current.View.IsFinal || !_around.IsOurs(id) ||
                (await host.ViewAsync() is ViewAnswer last && last.View.IsFinal))
            {
                yield break;
            }
        }
    }

    private async ValueTask<Answer> AskAsync<T>(
        AuctionId id, bool create, T what, Func<AuctionHost, T, ValueTask<Answer?>> ask)
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            if (!_process.TryGetShard(id, out var shard))
            {
                return new UnavailableAnswer(Unavailability.ShardUnavailable);
            }

            if (_process.IsStopping || await _process.FindAsync(id, create) is not { } host)
            {
                return new UnavailableAnswer(Unavailability.Busy);
            }

            if (host.Shard != shard)
            {
                // Its slot moved to another shard: it leaves memory and is opened there.
                _process.EvictSoon();
                return new UnavailableAnswer(Unavailability.Moving);
            }

            var answer = await ask(host, what);
            var joinedReader = create && answer is RefusedAnswer { Refusal: Refusal.UnknownAuction };
            if (answer is not null && !joinedReader)
            {
                return answer;
            }

            await host.Ended;
        }

        return new UnavailableAnswer(Unavailability.Moving);
    }
}
