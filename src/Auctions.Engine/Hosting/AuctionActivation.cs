using System.Runtime.CompilerServices;
using Auctions.Core;
using Auctions.Engine.Actor;

namespace Auctions.Engine.Hosting;

/// <summary>
/// One auction in one process of a cluster, from the moment placement puts it there until it leaves memory. It never
/// opens a second time: once it ended, because it was idle, fenced or could not be opened, it answers
/// <see cref="Unavailability.Moving"/>, and only placement makes another one.
/// </summary>
public sealed class AuctionActivation
{
    private static readonly UnavailableAnswer Moving = new(Unavailability.Moving);

    private readonly EngineProcess _process;
    private readonly AuctionId _id;
    private readonly bool _create;
    private readonly Task<AuctionHost?> _host;

    internal AuctionActivation(EngineProcess process, AuctionId id, bool create)
    {
        _process = process;
        _id = id;
        _create = create;
        _host = process.TryGetShard(id, out _)
            ? process.FindAsync(id, create).AsTask()
            : Task.FromResult<AuctionHost?>(null);
        Ended = EndAsync();
    }

    /// <summary>Completes when it is of no use any more.</summary>
    public Task Ended { get; }

    /// <summary>Has the auction decide a command, and answers once the answer is durable.</summary>
    public ValueTask<Answer> SubmitAsync(AuctionCommand command) =>
        command is KeyedCommand && _host is { IsCompletedSuccessfully: true, Result: { } host } &&
        _process.CanBeAsked(host) && host.TrySubmit(command, out var answered)
            ? answered
            : AskAsync(
                command, static (host, command) => host.SubmitAsync(command), isCreation: command is CreateAuction);

    /// <summary>The durable view, or why there is none.</summary>
    public ValueTask<Answer> ViewAsync() => AskAsync(0, static (host, _) => host.ViewAsync(), isCreation: false);

    /// <summary>The durable views after a sequence, newest only; ends with the final one or with this.</summary>
    public async IAsyncEnumerable<AuctionView> WatchAsync(
        long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (await _host is { } host)
        {
            await foreach (var view in host.WatchAsync(after, cancellation))
            {
                yield return view;
            }
        }
    }

    /// <summary>Finishes what was accepted, bids held until the hammer included, and gives up ownership.</summary>
    public async Task DeactivateAsync()
    {
        if (await _host is { } host)
        {
            await _process.LeaveAsync(host);
        }
    }

    private async ValueTask<Answer> AskAsync<T>(
        T what, Func<AuctionHost, T, ValueTask<Answer?>> ask, bool isCreation)
    {
        if (!_process.TryGetShard(_id, out var shard))
        {
            return new UnavailableAnswer(Unavailability.ShardUnavailable);
        }

        if (await _host is not { } host)
        {
            return new UnavailableAnswer(Unavailability.Busy);
        }

        if (host.Shard != shard)
        {
            // Its slot moved to another shard: it leaves memory and is opened there.
            _process.EvictSoon();
            return Moving;
        }

        var answer = await ask(host, what);

        // Somebody only looked, found no auction, and the one who creates it came too late for this activation.
        var joinedReader = isCreation && !_create && answer is RefusedAnswer { Refusal: Refusal.UnknownAuction };
        return answer is null || joinedReader ? Moving : answer;
    }

    private async Task EndAsync()
    {
        if (await _host is { } host)
        {
            await host.Ended;
        }
    }
}
