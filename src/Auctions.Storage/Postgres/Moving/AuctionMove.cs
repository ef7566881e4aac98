using Auctions.Engine.Ports;

namespace Auctions.Storage.Postgres.Moving;

/// <summary>
/// One move of one auction: copy what is there while bids go on; fence it where it is; copy the rest and have it arrive
/// in one transaction; take it off the lists where it was; change the map. The shard with the highest epoch has the
/// truth, so until it has arrived the move can be taken back, and from then on it can only be ended, or another move
/// brings it back. Wherever it stops, nobody can write to two of them.
/// </summary>
internal sealed class AuctionMove(
    MovingServers servers,
    MovePlan plan,
    Whereabouts found,
    TimeProvider time,
    IProgress<string>? progress,
    Func<MoveStep, Task>? reached)
{
    // A page of own bids adds 4,096 segments to what the read model has.
    private const int NotTakenInMax = 2_048;

    private static readonly TimeSpan TakenInWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TakenInPause = TimeSpan.FromMilliseconds(200);

    private readonly Guid _move = Guid.NewGuid();
    private readonly MovingShard _to = servers.Shards[plan.To];

    /// <summary>Does it, or what remains of one that stopped.</summary>
    public async Task<MoveReport> RunAsync(CancellationToken cancellation)
    {
        if (found.Holder.Shard == plan.To)
        {
            var since = time.GetTimestamp();
            var left = found.Left;
            if (found.Holder is { MovedTo: { } other, Move: { } stopped })
            {
                await TakeBackAsync(other, stopped, cancellation);
            }

            await ReplicasAsync();
            return await EndAsync(left, since);
        }

        return await CarryAsync(cancellation);
    }

    private async Task<MoveReport> CarryAsync(CancellationToken cancellation)
    {
        var from = servers.Shards[plan.From];
        if (!await _to.ExpectAsync(plan.Id, _move, from.Number, cancellation))
        {
            throw new AuctionNotMovedException(
                $"Shard {_to.Number} says that auction {plan.Id} lives there by now: another move went on. Run " +
                "the same command again.");
        }

        var copy = new StreamCopy(plan.Id, _move, from, _to);
        await copy.CatchUpAsync(cancellation);
        Tell($"{copy.Segments} segments copied to shard {_to.Number} while bids go on");
        await OwnBidsAsync(cancellation);
        await ReachedAsync(MoveStep.Copied);
        cancellation.ThrowIfCancellationRequested();

        // From here on bidders wait, so it is ended whoever wants to give up.
        var since = time.GetTimestamp();
        var epoch = await FenceAsync(from);
        await ReachedAsync(MoveStep.Fenced);
        try
        {
            await copy.ArriveAsync(epoch);
        }
        catch (Exception failed) when (
            failed is AuctionNotMovedException or JournalException { Fault: not JournalFault.Unknown })
        {
            // Definitely not there, and nobody but this move could bring it there: bids go on at once.
            var stays = await from.TakeBackAsync(plan.Id, _move);
            throw stays
                ? new AuctionNotMovedException(
                    $"It stays on shard {from.Number}, where bids go on: {failed.Message}", failed)
                : failed;
        }

        await ReachedAsync(MoveStep.Arrived);
        Tell($"shard {_to.Number} has all of it");
        await ReplicasAsync();
        return await EndAsync([.. found.Left, Left(from, epoch)], since);
    }

    private AuctionPlace Left(MovingShard from, long epoch) =>
        found.Holder with { Shard = from.Number, Epoch = epoch, MovedTo = _to.Number, Move = _move };

    private async Task<long> FenceAsync(MovingShard from)
    {
        // Where a move stopped nobody can bid any more, whenever it ends.
        var isOpen = found.Holder.MovedTo is null && found.Left.Count == 0;
        return await from.FenceAsync(plan.Id, _move, _to.Number, isOpen ? PostgresMover.BeforeEnd : null)
            ?? throw new AuctionNotMovedException(
                $"Auction {plan.Id} ends in less than {PostgresMover.BeforeEnd.TotalSeconds} s, so it was not moved: " +
                "its last bids must not wait. Run it again once it is closed. (Or another move has begun meanwhile.)");
    }

    // Whoever moved it must not be able to have it arrive any more before it is somebody's here again.
    private async Task TakeBackAsync(int other, Guid stopped, CancellationToken cancellation)
    {
        var there = servers.Shards[other];
        if (!await there.ExpectAsync(plan.Id, _move, plan.To, cancellation) ||
            !await servers.Shards[plan.To].TakeBackAsync(plan.Id, stopped))
        {
            throw new AuctionNotMovedException(
                $"The move of auction {plan.Id} to shard {other} went on meanwhile. Run the same command again.");
        }

        Tell($"shard {plan.To} keeps it");
    }

    // What is listed elsewhere is taken off the lists; then the map is changed.
    private async Task<MoveReport> EndAsync(IReadOnlyList<AuctionPlace> left, long since)
    {
        foreach (var place in left.Where(place => place.Shard != plan.To && place.IsListed))
        {
            if (!await servers.Shards[place.Shard].LeaveListsAsync(plan.Id, place.Move ?? Guid.Empty))
            {
                throw new AuctionNotMovedException(
                    $"Another move of auction {plan.Id} has begun meanwhile: this one ends.");
            }
        }

        await ReachedAsync(MoveStep.Unlisted);
        var version = await PinAsync();
        var pause = time.GetElapsedTime(since);
        await ReachedAsync(MoveStep.Pinned);
        Tell($"the slot map names shard {plan.To}, version {version}");
        return new MoveReport(plan, pause, version);
    }

    // Nobody else may have moved it on: it lives there as of a map that has not changed until it is changed here.
    private async Task<long> PinAsync()
    {
        while (true)
        {
            var map = await servers.Meta.ReadMapAsync();
            if (await _to.LookAsync(plan.Id, default) is not { MovedTo: null, IsListed: true })
            {
                throw new AuctionNotMovedException(
                    $"Another move of auction {plan.Id} has begun meanwhile: this one ends.");
            }

            if (map.TryGetShard(plan.Id, out var home) && home == plan.To)
            {
                return map.Version;
            }

            if (await servers.PinAsync(plan.Id, plan.To, map.Version) is { } version)
            {
                return version;
            }
        }
    }

    // Own bids are shown as far as the read model has them, and some more: it should be near the end by then.
    private async Task OwnBidsAsync(CancellationToken cancellation)
    {
        var since = time.GetTimestamp();
        while (await _to.NotTakenInAsync(plan.Id, cancellation) is > NotTakenInMax and var lacking)
        {
            if (time.GetElapsedTime(since) > TakenInWithin)
            {
                Tell($"own bids on shard {_to.Number} lack {lacking} segments: does a server or silo run?");
                return;
            }

            await Task.Delay(TakenInPause, time, cancellation);
        }
    }

    // A replica that does not have it yet would leave it out of lists once the other shard's do.
    private async Task ReplicasAsync()
    {
        var replicas = servers.Options.ReplicasOf(_to.Number);
        if (replicas.Count > 0)
        {
            var end = await _to.EndOfLogAsync();
            await Task.WhenAll(replicas.Select((replica, number) => ReplicaAsync(replica, number, end)));
        }
    }

    private async Task ReplicaAsync(string connection, int number, string end)
    {
        if (!await ReplicaWait.IsThereAsync(connection, end, time))
        {
            Tell($"replica {number} of shard {_to.Number} is behind: lists read there lack it until it has caught up");
        }
    }

    private void Tell(string what) => progress?.Report(what);

    private Task ReachedAsync(MoveStep step) => reached?.Invoke(step) ?? Task.CompletedTask;
}
