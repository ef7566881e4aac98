using Auctions.Core;
using Auctions.Engine.Verification;
using Auctions.Simulation.Cluster;
using Auctions.Simulation.Clockwork;
using Auctions.Simulation.Histories;
using Auctions.Simulation.Scenarios;

namespace Auctions.Simulation;

/// <summary>Plays one scenario on the real engine, to its end.</summary>
internal sealed class Run
{
    /// <summary>How long after everything has healed, or after the last end in force, all must be settled.</summary>
    public static readonly TimeSpan Convergence = TimeSpan.FromSeconds(60);

    private const long StepsMax = 200_000;

    private readonly World _world;
    private readonly Scenario _scenario;
    private readonly Fleet _fleet;
    private readonly Strand _clients;
    private readonly List<string> _mischief = [];
    private readonly AuctionId?[] _ids;
    private readonly bool[] _isKnown;
    private readonly TaskCompletionSource[] _known;
    private readonly Operation[] _operations;
    private readonly List<Watching> _watchings = [];
    private readonly List<Operation> _caretaking = [];
    private int _pending;

    private Run(Scenario scenario, Trace? trace)
    {
        _scenario = scenario;
        _world = new World(scenario.Seed) { Trace = trace };
        _clients = _world.NewStrand("clients");
        _fleet = new Fleet(_world, scenario, _mischief);
        _ids = new AuctionId?[scenario.Lots.Count];
        _isKnown = new bool[scenario.Lots.Count];
        _known = [.. scenario.Lots.Select(_ => new TaskCompletionSource())];
        _operations = [.. scenario.Steps.Select(step => new Operation(step, People.Bidder(step.Session)))];
    }

    /// <summary>Plays a scenario; answers what it left behind.</summary>
    public static History Play(Scenario scenario, Trace? trace = null)
    {
        var run = new Run(scenario, trace);
        run.Play();
        return run.Record();
    }

    private void Play()
    {
        _clients.Post(_ => Start(), null);
        var until = _scenario.Setting.HealAt + Convergence.Ticks +
            _scenario.Lots.Max(lot => (lot.Terms.ClosesAt - Draw.Start).Ticks);
        if (!_world.Run(IsOver, until, StepsMax))
        {
            _mischief.Add(
                $"L1: {_pending} clients still wait and {_ids.Count(id => id is not null && !IsClosed(id.Value))} " +
                $"auctions are not closed {Convergence.TotalSeconds} s after everything healed.");
        }

        if (_world.Strays > 0)
        {
            _mischief.Add($"{_world.Strays} continuations left the simulation's thread.");
        }
    }

    private void Start()
    {
        for (var lot = 0; lot < _ids.Length; lot++)
        {
            Follow(CreateAsync(lot));
        }

        foreach (var session in _operations.GroupBy(operation => operation.Step.Session))
        {
            Follow(ActAsync(NewClient(), [.. session.OrderBy(operation => operation.Step.After)]));
        }

        Follow(TakeCareAsync());
    }

    private Client NewClient() => new(_fleet, _world, _scenario.Setting, _clients, _mischief);

    private async void Follow(Task task)
    {
        _pending++;
        try
        {
            await task;
        }
        catch (Exception thrown)
        {
            _mischief.Add($"A client broke: {thrown}");
        }

        _pending--;
    }

    private async Task CreateAsync(int lot)
    {
        _ids[lot] = await NewClient().CreateAsync(lot, _scenario.Lots[lot]);
        _isKnown[lot] = true;
        _known[lot].SetResult();
    }

    // One after another; what stays open is taken up again when everything has healed.
    private async Task ActAsync(Client client, Operation[] operations)
    {
        var open = new List<Operation>();
        foreach (var operation in operations)
        {
            var step = operation.Step;
            await _known[step.Lot].Task;
            if (_ids[step.Lot] is not { } id)
            {
                operation.IsSettled = true;
                continue;
            }

            var at = _scenario.Lots[step.Lot].CreateAt + step.After;
            if (at > _world.Now)
            {
                await _clients.Delay(at - _world.Now);
            }

            if (step.Kind == StepKind.Watch)
            {
                var watching = new Watching(step);
                _watchings.Add(watching);
                Follow(client.WatchAsync(watching, id));
                operation.IsSettled = true;
                continue;
            }

            await client.DoAsync(operation, id);
            if (!operation.IsSettled)
            {
                open.Add(operation);
            }
        }

        foreach (var operation in open)
        {
            if (_world.Now < _scenario.Setting.HealAt)
            {
                await _clients.Delay(_scenario.Setting.HealAt - _world.Now);
            }

            await client.DoAsync(operation, _ids[operation.Step.Lot]!.Value);
        }
    }

    // An operator who, once everything has healed, starts the clocks that others stopped.
    private async Task TakeCareAsync()
    {
        await _clients.Delay(_scenario.Setting.HealAt + (100 * Draw.Millisecond));
        var client = NewClient();
        for (var round = 0; !IsSettled; round++)
        {
            for (var lot = 0; lot < _ids.Length; lot++)
            {
                if (_ids[lot] is { } id && HeadOf(id)?.Status == AuctionStatus.Paused)
                {
                    var number = 10_000 + (round * _ids.Length) + lot;
                    var step = new Step(number, lot, -1, 0, StepKind.Resume, 0, 0);
                    var resume = new Operation(step, People.Operator);
                    _caretaking.Add(resume);
                    await client.DoAsync(resume, id);
                }
            }

            await _clients.Delay(300 * Draw.Millisecond);
        }
    }

    private bool IsSettled => Array.TrueForAll(_isKnown, known => known) &&
        Array.TrueForAll(_ids, id => id is null || IsClosed(id.Value));

    private AuctionView? HeadOf(AuctionId id) => _fleet.Store.HeadOf(id)?.View;

    private bool IsClosed(AuctionId id) => HeadOf(id) is { IsFinal: true };

    private bool IsOver() => _pending == 0 && IsSettled;

    private History Record() => new()
    {
        Lots = [.. _scenario.Lots.Select((lot, number) => LotOf(lot, _ids[number]))],
        Operations = [.. _operations, .. _caretaking],
        Watchings = _watchings,
        IsFaultless = _scenario.IsFaultless,
        HealedAt = _scenario.Setting.HealAt,
        Drain = _scenario.Setting.Engine.Drain,
        BidsMax = _scenario.Setting.Engine.BidsPerAuctionMax,
        Start = Draw.Start,
        Mischief = _mischief,
    };

    private LotHistory LotOf(Lot lot, AuctionId? id)
    {
        if (id is not { } known || _fleet.Store.HeadOf(known) is not { } head)
        {
            return new LotHistory(id, lot.Terms, [], [], null);
        }

        var (commits, openings) = _fleet.Ledger.Of(known);
        var stored = _fleet.Store.Stored(known)!;
        return new LotHistory(known, lot.Terms, commits, openings, new StoredAuction(
            known,
            head.View,
            head.Epoch,
            head.LastSequence,
            _fleet.Store.SegmentsOf(known),
            stored.Snapshot,
            stored.Chunks))
        {
            TimeBack = TimeBackOf(known),
        };
    }

    // Where a wall clock jumps, times of events cannot be compared with those of outages.
    private TimeBack? TimeBackOf(AuctionId id) =>
        _scenario.Mishaps.Any(mishap => mishap.Kind == MishapKind.ClockJump) ? null : new TimeBack(
            _fleet.Store.OutagesOf(id),
            TimeSpan.FromSeconds(_scenario.Setting.Engine.OutageExtensionMinSeconds),
            TimeSpan.FromSeconds(_scenario.Setting.Engine.UncleanExtensionSeconds));
}
