using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Codec;
using Auctions.Engine.Hosting;
using Auctions.Engine.Ports;
using Auctions.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Auctions.Engine.Tests;

/// <summary>One process with its auctions, on fake time and a journal in memory.</summary>
internal sealed class House : IAsyncDisposable
{
    // From one thread to the next: the timer's, a loop's, the writer's.
    private const int Hops = 3;

    // At a millisecond's distance: a machine that stands still meanwhile does not use them up.
    private const int BeatLooks = 500;

    /// <summary>Shorter than everything the engine does at intervals.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(25);

    private static readonly TimeSpan BeatDue = TimeSpan.FromSeconds(1.5);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // Minutes of fake time may have to pass in steps, each of which takes tens of milliseconds on a busy machine.
    private static readonly TimeSpan PassingPatience = TimeSpan.FromMinutes(5);

    private FakeTimeProvider? _shardTime;
    private bool _beatsCome = true;
    private bool _isLeft;
    private int _creations;

    private House(FakeTimeProvider time, MemoryJournal journal, EngineOptions options)
    {
        Time = time;
        Journal = journal;
        Options = options;
        Auctions = new LocalAuctions(
            journal,
            new AuctionClock(time),
            Microsoft.Extensions.Options.Options.Create(options),
            NullLogger<LocalAuctions>.Instance);
    }

    public FakeTimeProvider Time { get; }

    public MemoryJournal Journal { get; }

    public EngineOptions Options { get; }

    public LocalAuctions Auctions { get; }

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Opens a house on a new journal.</summary>
    public static Task<House> OpenAsync(
        Action<EngineOptions>? configure = null, int shards = 1, Func<AuctionId, int?>? place = null)
    {
        var time = new FakeTimeProvider(Given.Start);
        return OpenAsync(time, new MemoryJournal(new AuctionClock(time), shards, place), configure);
    }

    /// <summary>Opens a house on a journal whose clock is another one; both clocks go at the same speed.</summary>
    public static async Task<House> OpenAsync(MemoryJournal journal, FakeTimeProvider shardTime)
    {
        var house = await OpenAsync(new FakeTimeProvider(Given.Start), journal, null);
        house._shardTime = shardTime;
        return house;
    }

    /// <summary>Opens another house on this one's journal, as after a restart or a move.</summary>
    public Task<House> OpenAnotherAsync(Action<EngineOptions>? configure = null) =>
        OpenAsync(Time, Journal.Connect(), configure);

    /// <summary>Creates an auction, open for an hour unless the terms say otherwise.</summary>
    public async Task<AuctionId> CreateAsync(AuctionTerms? terms = null)
    {
        var key = Interlocked.Increment(ref _creations);
        var request = Request(terms, (uint)key + ((UInt128)Now.Ticks << 32));
        return Expect.View(await Auctions.CreateAsync(request, default)).Id;
    }

    public static AuctionRequest Request(AuctionTerms? terms = null, UInt128? key = null, UInt128? body = null) =>
        new("The seller", key ?? 1, body ?? 1, terms ?? Given.Terms(), OpensNow: true);

    public Task<Answer> BidAsync(AuctionId id, string bidder, long amount, string? key = null) => Auctions.SubmitAsync(
        id,
        new PlaceBid(
            Given.Person(bidder),
            BidKey.Of(Given.Person(bidder), id, key ?? $"{bidder}-{amount}"),
            amount,
            Auctions.Now),
        default).AsTask();

    public Task<Answer> DoAsync(AuctionId id, AuctionCommand command) =>
        Auctions.SubmitAsync(id, command, default).AsTask();

    public async Task<AuctionView> ViewAsync(AuctionId id) =>
        Expect.View(await Auctions.ViewAsync(id, 0, default));

    /// <summary>The public part of what the journal holds, checked for holes.</summary>
    public AuctionView Stored(AuctionId id) => AuctionView.Of(Fold(id).State);

    public Auction Fold(AuctionId id) => StreamFold.Of(
        new StoredStream(id, null, [], Journal.SegmentsOf(id))).Auction;

    public IReadOnlyList<AuctionEvent> Events(AuctionId id) =>
        [.. Journal.SegmentsOf(id).SelectMany(segment => EventCodec.Decode(segment.CodecVersion, segment.Payload))];

    /// <summary>Lets fake time pass in small steps, as time does.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += Step)
        {
            Advance();
            await LetOthersWorkAsync();
        }
    }

    /// <summary>Waits until something is so, while no fake time passes.</summary>
    public static Task Until(Func<bool> isSo) => WaitAsync(isSo, static () => Task.Delay(1), Patience);

    /// <summary>Lets fake time pass until something is so.</summary>
    public Task PassUntil(Func<bool> isSo) => WaitAsync(
        isSo,
        () =>
        {
            Advance();
            return LetOthersWorkAsync();
        },
        PassingPatience);

    /// <summary>Lets fake time pass until a task has ended.</summary>
    public async Task<T> PassUntil<T>(Task<T> task)
    {
        await PassUntil(() => task.IsCompleted);
        return await task;
    }

    public async Task StopAsync()
    {
        var stopping = Auctions.StopAsync();
        await PassUntil(() => stopping.IsCompleted);
        await stopping;
    }

    /// <summary>Leaves everything as a crash does: nothing is given up, and nothing more reaches the journal.</summary>
    public void Crash()
    {
        _isLeft = true;
        Journal.Deliver = static _ => { };
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isLeft)
        {
            Journal.Deliver = static call => call.Answer();
            await StopAsync();
            await Auctions.DisposeAsync();
        }
    }

    private void Advance()
    {
        _shardTime?.Advance(Step);
        Time.Advance(Step);
    }

    private static async Task<House> OpenAsync(
        FakeTimeProvider time, MemoryJournal journal, Action<EngineOptions>? configure)
    {
        var options = new EngineOptions();
        configure?.Invoke(options);
        Assert.True(new EngineOptionsValidator().Validate(null, options).Succeeded);
        var house = new House(time, journal, options);

        // Off the test's synchronization context, so that the engine's loops run where they run in a process.
        await Task.Run(() => house.Auctions.StartAsync(default));
        return house;
    }

    // Fake time must not run ahead of the engine, however busy the machine is: each step waits until the thread pool
    // has come to what the one before set going, and, where heartbeats come, for the one that is due.
    private async Task LetOthersWorkAsync()
    {
        await Task.Delay(1);
        for (var hop = 0; hop < Hops; hop++)
        {
            await Task.Run(static () => { });
        }

        for (var look = 1; _beatsCome && Now - Journal.OldestBeat > BeatDue; look++)
        {
            _beatsCome = look < BeatLooks;
            await Task.Delay(1);
        }

        _beatsCome |= Now - Journal.OldestBeat <= BeatDue;
    }

    private static async Task WaitAsync(Func<bool> isSo, Func<Task> between, TimeSpan patience)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.True(waited.Elapsed < patience, "What was waited for did not happen.");
            await between();
        }
    }
}
