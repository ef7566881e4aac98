using Auctions.Chaos.Recordings;
using Auctions.Processes;

namespace Auctions.Chaos.Storms;

/// <summary>
/// Clients that bid on auctions of all shards, on each shard as many, so that one shard's trouble does not slow down
/// those of another; and as many that read.
/// </summary>
internal sealed class Storm : IAsyncDisposable
{
    // How long every open bid may take to be answered once everything is whole.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // An end later than this after the storm is not waited for.
    private static readonly TimeSpan EndsSoon = TimeSpan.FromSeconds(12);

    private readonly IReadOnlyList<ReadingClient> _readers;
    private readonly IReadOnlyList<BiddingClient> _clients;
    private readonly List<Flood> _floods = [];
    private readonly CancellationTokenSource _givingUp = new();
    private Task _raging = Task.CompletedTask;

    private Storm(StormPlan plan, Api api, StageTime time, IReadOnlyList<Lot> lots, int shards, int seed)
    {
        Plan = plan;
        Api = api;
        Time = time;
        Lots = lots;
        LotsById = lots.ToDictionary(lot => lot.Id.Value);
        Tally = new Tally(shards, lots.Count);
        var clients = shards * plan.ClientsPerShard;
        _readers =
        [
            .. Enumerable.Range(0, clients).Select(number => new ReadingClient(this, new Random(seed - number))),
        ];
        _clients =
        [
            .. _readers.Select((reader, number) =>
                new BiddingClient(number, number % shards, this, reader, new Random(seed + number))),
        ];
    }

    public StormPlan Plan { get; }

    public Api Api { get; }

    public StageTime Time { get; }

    public IReadOnlyList<Lot> Lots { get; }

    public IReadOnlyDictionary<Guid, Lot> LotsById { get; }

    public Tally Tally { get; }

    /// <summary>Whether no new bid is to be placed.</summary>
    public bool IsOver { get; private set; }

    public IReadOnlyList<Notes> Notes =>
    [
        .. _clients.Select(client => client.Notes),
        .. _floods.Select(flood => flood.Notes),
        .. _readers.Select(reader => reader.Notes),
    ];

    /// <summary>Whether an auction is one of those that end soon.</summary>
    public bool Ends(Lot lot) => lot.Terms.ClosesAt < Time.Start.AddDays(1);

    /// <summary>Makes very many bidders more of one auction, who come when they are told.</summary>
    public Flood Flood(Lot lot)
    {
        var flood = new Flood(this, lot, _clients.Count + _floods.Count);
        _floods.Add(flood);
        return flood;
    }

    /// <summary>Puts up the auctions; nobody bids yet.</summary>
    public static async Task<Storm> GatherAsync(
        StormPlan plan,
        Api api,
        Names names,
        StageTime time,
        int shards,
        CancellationToken cancellation)
    {
        var lots = await new Seller(api, names, shards).PutUpAsync(plan, cancellation);
        return new Storm(plan, api, time, lots, shards, Random.Shared.Next());
    }

    public void Begin() => _raging = Task.WhenAll(
        _clients.Select(client => Task.Run(() => client.RageAsync(_givingUp.Token)))
            .Concat(_readers.Select(reader => Task.Run(() => reader.ReadAsync(_givingUp.Token)))));

    /// <summary>Waits until something is so, and fails if the storm ends before that.</summary>
    /// <exception cref="ChaosException">It is not in time.</exception>
    public async Task UntilAsync(Func<bool> isSo, string what, TimeSpan patience, CancellationToken cancellation)
    {
        var until = Until.TrueAsync(isSo, what, patience, cancellation);
        if (await Task.WhenAny(until, _raging) == _raging)
        {
            await _raging;
            throw new ChaosException($"The storm ended by itself before this: {what}.");
        }

        await until;
    }

    /// <summary>
    /// Has no more bids placed, waits until every one is told, and then for auctions whose end has come.
    /// </summary>
    public async Task EndAsync(CancellationToken cancellation)
    {
        IsOver = true;
        _givingUp.CancelAfter(Patience);
        await _raging.WaitAsync(cancellation);
        await AnnounceAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        IsOver = true;
        await _givingUp.CancelAsync();
        await _raging;
        Api.Dispose();
        _givingUp.Dispose();
    }

    // Everyone may look: the winners announced must be those of the journal. An auction that never closes is for the
    // checker to find.
    private async Task AnnounceAsync(CancellationToken cancellation)
    {
        var deadline = Time.Now + Patience.Ticks;
        var soon = Time.Wall + EndsSoon;
        var waiting = Lots.Where(lot => Ends(lot) && lot.Terms.ClosesAt < soon).ToList();
        while (waiting.Count > 0 && Time.Now < deadline)
        {
            foreach (var lot in waiting.ToArray())
            {
                var seen = await _readers[lot.Number % _readers.Count].ViewAsync(lot, cancellation);
                if (seen is not null && (seen.View.IsFinal || seen.View.ClosesAt > soon))
                {
                    waiting.Remove(lot);
                }
            }

            await Task.Delay(Pause, cancellation);
        }
    }
}
