namespace Auctions.Simulation.Planting;

/// <summary>
/// Bugs that engines like this one have had. Each must be found; a checker that finds none proves none.
/// </summary>
internal static class PlantedBugs
{
    private const string Rules = "src/Auctions.Core/Auction.cs";
    private const string State = "src/Auctions.Core/AuctionState.cs";
    private const string Memory = "src/Auctions.Core/Bidding/BidMemory.cs";
    private const string Actor = "src/Auctions.Engine/Actor/AuctionActor.cs";
    private const string Interruption = "src/Auctions.Engine/Hosting/Interruption.cs";
    private const string Answers = "src/Auctions.Engine/Actor/AuctionActor.Answers.cs";
    private const string Waiting = "src/Auctions.Engine/Actor/WaitingTickets.cs";
    private const string Clock = "src/Auctions.Engine/AuctionClock.cs";
    private const string Writer = "src/Auctions.Engine/Commit/ShardWriter.cs";
    private const string Codec = "src/Auctions.Engine/Codec/EventCodec.cs";
    private const string Fold = "src/Auctions.Engine/Codec/StreamFold.cs";
    private const string Shard = "tests/Auctions.Testing/MemoryShard.cs";
    private const string Journal = "tests/Auctions.Testing/MemoryJournal.cs";

    private const string Fence =
        "if (!_streams.TryGetValue(segment.Claim.Id, out var stream) || !stream.IsOwnedAtEpochOf(segment.Claim))";

    private const string NoFence = "if (!_streams.TryGetValue(segment.Claim.Id, out var stream))";

    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new(
            "no fence",
            new Change(Shard, Fence, NoFence),
            new Change(Shard, "if (stream.LastSequence != segment.FirstSequence - 1)", "if (segment.Epoch() < 0)"),
            new Change(
                Shard,
                "/// <summary>What one shard",
                "internal static class Epochs { public static long Epoch(this Segment segment) => " +
                "segment.Claim.Epoch; }\n/// <summary>What one shard")),
        new("sequence only, no owner and no epoch", new Change(Shard, Fence, NoFence)),
        new(
            "time-out treated as refusal",
            new Change(Writer, "await SettleAsync(batch);", "FailAll(batch, outcomeUnknown: false);")),
        new(
            "acknowledge before append",
            new Change(
                Answers,
                "if (sequence <= _durable.Sequence)",
                "if (sequence <= _durable.Sequence || _durable.IsCreated)")),
        new(
            "no idempotency",
            new Change(
                Rules,
                "Bids.TryFind(keyed.Key, out var first)",
                "Bids.TryFind(new BidKey(~keyed.Key.Value), out var first)"),
            new Change(Memory, "if (this[_index[slot] - 1].Key == bid.Key)", "if (Count < 0)")),
        new(
            "idempotency in memory only",
            new Change(
                Fold,
                "whole.Evolve(happened);",
                "whole.Evolve(" +
                "happened is BidPlaced bid ? bid with { Key = new BidKey(~bid.Key.Value) } : happened);")),
        new(
            "closing not in the journal",
            new Change(
                Actor,
                "Apply(_newest.Decide(new FallHammer(), _limits.TurnAt(now)));",
                "_newest.Evolve(_newest.Decide(new FallHammer(), _limits.TurnAt(now)).Event!); " +
                "_durable = _newest.State.Copy(); View = AuctionView.Of(_durable);")),
        new(
            "refusal by clock alone",
            new Change(
                Actor,
                "_tickets.Handling = ticket;",
                "if (ticket.Command is KeyedCommand { Stamp: var late } && _durable.IsCreated && " +
                "late >= _durable.ClosesAt) { ticket.Answer = new RefusedAnswer(Refusal.Closed); return; }\n" +
                "_tickets.Handling = ticket;")),
        new(
            "strong read from memory",
            new Change(
                Actor,
                "public AuctionView? View { get; private set; }",
                "public AuctionView? View { get => _newest.State.IsCreated ? AuctionView.Of(_newest.State) : null; " +
                "private set { } }")),
        new(
            "equal bid accepted",
            new Change(State, "Price + Terms!.Increments.At(Price);", "Price;")),
        new(
            "open not atomic",
            new Change(
                Journal,
                "() => _shards[shard].Open(requests),",
                "((Func<Func<IReadOnlyList<OpenedStream?>>>)(() => { var early = requests.Select(request => " +
                "_shards[shard].Read(request.Id, true)).ToArray(); return () => [.. _shards[shard].Open(requests)" +
                ".Select((opened, i) => opened is null || early[i] is null ? opened : opened with { Content = " +
                "early[i]! })]; }))(),")),
        new(
            "journal that lies",
            new Change(
                Shard,
                "if (stream.Due is { } before)",
                "if (segment.FirstSequence % 5 == 4) return AppendStatus.Written;\nif (stream.Due is { } before)")),
        new(
            "wall clock going back",
            new Change(Rules, "Instant.Later(turn.Now, State.At);", "turn.Now;"),
            new Change(Clock, "_last = wall > slowed ? wall : slowed;", "_last = wall;")),
        new(
            "key reuse ignored",
            new Change(Rules, "!first.IsBuyNow && bid.Amount == first.Amount", "!first.IsBuyNow")),
        new(
            "extension not persisted",
            new Change(
                Codec,
                "if (bid.ClosesAt is { } closesAt)",
                "if (bid.ClosesAt is { } closesAt && closesAt.Ticks < 0)")),
        new(
            "refusal that leaks uncommitted state",
            new Change(
                Answers,
                "return durably == refusal ? _durable.Sequence : _newest.State.Sequence;",
                "return _durable.Sequence;")),
        new(
            "waiter released at the wrong sequence",
            new Change(Waiting, "ticket.DueSequence <= durable)", "ticket.DueSequence <= durable + 1)")),
        new(
            "batch lost between two turns",
            new Change(
                Actor,
                "        _durable = batch.After;",
                "        _decided.Clear();\n        _durable = batch.After;")),
        new(
            "no time back for an outage",
            new Change(
                Interruption,
                "if ((health.OutageAt(actor.ClosesAt) ?? Covering(actor.ClosesAt, justOpened?.Outage)) is { } outage)",
                "if (Covering(actor.ClosesAt, justOpened?.Outage) is { } outage)")),
    ];
}
