using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Ports;
using Auctions.Simulation.Clockwork;
using Auctions.Simulation.Histories;
using Auctions.Simulation.Scenarios;

namespace Auctions.Simulation.Cluster;

/// <summary>
/// One person with a flaky line. Sends a step, waits, and where the outcome is unknown sends it again with the same
/// key, to any process. Whatever is still unknown when everything has healed is sent until it is answered.
/// </summary>
internal sealed class Client(Fleet fleet, World world, Setting setting, Strand strand, List<string> mischief)
{
    private const int AttemptsMax = 3;

    // The newest sequence this person has seen, by lot.
    private readonly Dictionary<int, long> _seen = [];

    private bool HasHealed => world.Now >= setting.HealAt;

    /// <summary>Has a seller create a lot; null if time ran out for it.</summary>
    public async Task<AuctionId?> CreateAsync(int number, Lot lot)
    {
        var chance = new Chance(world.Seed, Drawer.Step, -1 - number);
        await strand.Delay(lot.CreateAt);
        var request = new AuctionRequest("The seller", (UInt128)number + 1, 1, lot.Terms, OpensNow: false);
        while (true)
        {
            var node = fleet[chance.Below(fleet.Size)];
            var copy = new Copy(world.Now);
            switch (await CallAsync(
                node, copy, chance, null, () => node.Auctions.CreateAsync(request, default)))
            {
                case ViewAnswer created:
                    return created.View.Id;
                case InvalidTermsAnswer:
                    return null;
            }

            await strand.Delay(chance.Between(20, 300) * Draw.Millisecond);
        }
    }

    /// <summary>Does a step until it is settled, or until it was tried often enough for now.</summary>
    public async Task DoAsync(Operation operation, AuctionId id)
    {
        var step = operation.Step;
        var chance = new Chance(world.Seed, Drawer.Step, 1_000_000 + (step.Number * 1_000) + operation.Copies.Count);
        for (var attempt = 0; attempt < AttemptsMax || HasHealed; attempt++)
        {
            var copy = new Copy(world.Now) { After = _seen.GetValueOrDefault(step.Lot) };
            operation.Copies.Add(copy);
            var answer = await SendAsync(operation, id, copy, chance);
            Note(step.Lot, answer);
            if (answer is not (null or UnavailableAnswer) ||
                (answer is UnavailableAnswer { Reason: not Unavailability.OutcomeUnknown } && chance.Happens(0.3)))
            {
                operation.IsSettled = IsSettled(operation, answer);
                if (operation.IsSettled)
                {
                    return;
                }
            }

            chance.Next();
            await strand.Delay(chance.Between(10, 200) * Draw.Millisecond);
        }
    }

    /// <summary>Watches a lot until the view that is final.</summary>
    public async Task WatchAsync(Watching watching, AuctionId id)
    {
        var chance = new Chance(world.Seed, Drawer.Step, 2_000_000 + watching.Step.Number);
        while (!(watching.Seen.Count > 0 && watching.Seen[^1].View.IsFinal))
        {
            var node = Target(id, ref chance);
            var life = node.Strand;
            var after = watching.Seen.Count > 0 ? watching.Seen[^1].View.Sequence : 0;
            var hasEnded = false;
            life.Post(
                async _ =>
                {
                    await foreach (var view in node.Auctions.WatchAsync(id, after, default))
                    {
                        watching.Seen.Add((world.Now, view));
                    }

                    hasEnded = true;
                },
                null);
            do
            {
                await strand.Delay(500 * Draw.Millisecond);
            }
            while (!hasEnded && !life.IsDead);
        }
    }

    // A later copy may settle what an earlier one left open; a copy that nobody knows of keeps it open.
    private static bool IsSettled(Operation operation, Answer answer) => answer is not UnavailableAnswer ||
        operation.Copies.TrueForAll(copy => copy.ReceivedAt is not null &&
            copy.Answer is not UnavailableAnswer { Reason: Unavailability.OutcomeUnknown });

    private async Task<Answer?> SendAsync(Operation operation, AuctionId id, Copy copy, Chance chance)
    {
        var node = Target(id, ref chance);
        var edge = fleet[chance.Below(fleet.Size)];
        if (!HasHealed && chance.Happens(setting.Clients.Duplicate))
        {
            var again = new Copy(world.Now) { After = copy.After };
            operation.Copies.Add(again);
            var elsewhere = Target(id, ref chance);
            var late = chance.Below(chance.Happens(0.5) ? 20 : 3_000) * Draw.Millisecond;
            _ = RepeatAsync(late, elsewhere, operation, id, again, chance);
        }

        return await CallAsync(
            node, copy, chance, operation.Step, () => AskAsync(node, edge, operation, id, copy));
    }

    private async Task RepeatAsync(
        long late, Node node, Operation operation, AuctionId id, Copy copy, Chance chance)
    {
        await strand.Delay(late);
        await CallAsync(node, copy, chance, operation.Step, () => AskAsync(node, node, operation, id, copy));
    }

    // Runs in the process: what it was asked, and when it had arrived at the edge by that process's clock.
    private static ValueTask<Answer> AskAsync(Node node, Node edge, Operation operation, AuctionId id, Copy copy)
    {
        var step = operation.Step;
        if (step.Kind == StepKind.View)
        {
            return node.Auctions.ViewAsync(id, copy.After, default);
        }

        copy.Stamp = (edge.Strand.IsDead || edge.Strand.IsPaused ? node : edge).Auctions.Now;
        copy.HandedOver = node.Auctions.Now;
        var command = Commands.Of(operation, id, copy.Stamp, copy.HandedOver);
        operation.Key ??= (command as KeyedCommand)?.Key;
        return node.Auctions.SubmitAsync(id, command, default);
    }

    // One request and its reply. Null: the client gave up waiting. Without a step it is a creation.
    private Task<Answer?> CallAsync(Node node, Copy copy, Chance chance, Step? step, Func<ValueTask<Answer>> ask)
    {
        var reply = new TaskCompletionSource<Answer?>();
        var (there, back) = (Latency(ref chance), Latency(ref chance));
        var isLost = !HasHealed && chance.Happens(setting.Clients.LostRequest);
        var isReplyLost = !HasHealed && chance.Happens(setting.Clients.LostReply);
        var patience = (setting.Engine.AnswerDeadlineMs + chance.Below(1_500)) * Draw.Millisecond;
        if (!isLost)
        {
            world.At(world.Now + there, node.Strand, async _ =>
            {
                Tell(node, step, "arrives");
                try
                {
                    var answer = await ask();
                    copy.Answer = answer;
                    copy.AnsweredAt = world.Now;
                    Tell(node, step, isReplyLost ? "is answered, the reply is lost" : "is answered", answer);
                }
                catch (Exception thrown)
                {
                    mischief.Add($"The front door threw: {thrown}");
                    return;
                }

                if (!isReplyLost)
                {
                    world.At(world.Now + back, strand, _ => Receive(reply, copy), null);
                }
            }, null);
        }

        world.At(world.Now + patience, strand, static waiting =>
            ((TaskCompletionSource<Answer?>)waiting!).TrySetResult(null), reply);
        return reply.Task;
    }

    private void Tell(Node node, Step? step, string what, Answer? answer = null)
    {
        if (world.Trace is { } trace)
        {
            var who = step is null ? "creation" : Telling.Of(step);
            trace.Add(
                world.Now, node.Strand.Name, $"{who} {what}" + (answer is null ? "" : $": {Telling.Of(answer)}"));
        }
    }

    private void Receive(TaskCompletionSource<Answer?> reply, Copy copy)
    {
        copy.ReceivedAt ??= world.Now;
        reply.TrySetResult(copy.Answer);
    }

    private void Note(int lot, Answer? answer)
    {
        var seen = answer switch
        {
            BidAnswer bid => bid.Bid.Sequence,
            ViewAnswer view => view.View.Sequence,
            _ => 0,
        };
        _seen[lot] = Math.Max(seen, _seen.GetValueOrDefault(lot));
    }

    private Node Target(AuctionId id, ref Chance chance) =>
        !HasHealed && chance.Happens(setting.Clients.Misrouted)
            ? fleet[chance.Below(fleet.Size)]
            : fleet.OwnerOf(id, HasHealed ? 0 : chance.Below(fleet.Size));

    private long Latency(ref Chance chance) => chance.Below(setting.Clients.LatencyTicks);
}
