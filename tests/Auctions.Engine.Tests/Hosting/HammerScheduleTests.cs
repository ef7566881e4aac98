using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Commit;
using Auctions.Engine.Hosting;
using Auctions.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Auctions.Engine.Tests;

/// <summary>What waits to be woken, and how much of it.</summary>
public sealed class HammerScheduleTests
{
    private readonly FakeTimeProvider _time = new(Given.Start.AddMinutes(1));
    private readonly HammerSchedule _schedule = new();

    [Fact]
    public async Task Only_what_is_due_is_taken_and_only_once()
    {
        var host = await HostAsync();
        _schedule.Add(host, Given.Start.AddSeconds(2));
        _schedule.Add(host, Given.Start.AddSeconds(1));
        Assert.Empty(_schedule.TakeDue(Given.Start.AddSeconds(1).AddTicks(-1)));
        Assert.Single(_schedule.TakeDue(Given.Start.AddSeconds(1)));
        Assert.Single(_schedule.TakeDue(Given.Start.AddSeconds(60)));
        Assert.Empty(_schedule.TakeDue(Given.Start.AddSeconds(60)));
    }

    [Fact]
    public async Task Waking_an_auction_often_while_its_shard_is_not_well_adds_little_to_wake()
    {
        var host = await HostAsync();
        _schedule.TakeDue(DateTimeOffset.MaxValue);
        _time.SetUtcNow(Given.Start.AddHours(2));
        for (var sweep = 0; sweep < 100; sweep++)
        {
            host.Wake();
        }

        Assert.InRange(_schedule.TakeDue(DateTimeOffset.MaxValue).Count, 1, 2);
    }

    [Fact]
    public async Task Bids_that_move_the_end_add_little_to_wake()
    {
        var host = await HostAsync(Given.Terms(soft: Given.FromNow(30), length: TimeSpan.FromSeconds(70)));
        var bids = new List<Task>();
        for (var bid = 1; bid <= 100; bid++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            bids.Add(host.SubmitAsync(new PlaceBid(
                Given.Person($"B{bid}"), new BidKey((uint)bid), bid * 10_000_00, _time.GetUtcNow())).AsTask());
        }

        Assert.InRange(_schedule.TakeDue(DateTimeOffset.MaxValue).Count, 1, 3);
    }

    /// <summary>A host of a created auction, on a shard whose heartbeat nobody has seen yet.</summary>
    private async Task<AuctionHost> HostAsync(AuctionTerms? terms = null)
    {
        var clock = new AuctionClock(_time);
        var journal = new MemoryJournal(clock);
        var options = new EngineOptions();
        var log = NullLogger.Instance;
        var quarantine = new Quarantine(_time);
        var meter = new EngineMeter(this);
        var writer = new ShardWriter(
            0, journal, options, _time, quarantine, meter, meter.Heat.OfShard(0, () => true), log);
        var host = new AuctionHost(Given.Id(), create: true, new HostServices(
            0,
            clock,
            options,
            Surroundings.Alone,
            Given.Limits,
            new ShardHealth(clock, TimeSpan.FromSeconds(5)),
            writer,
            _schedule,
            new Snapshotter(journal, clock, log),
            new Interruption(options, log),
            quarantine,
            meter,
            _ => { },
            log));
        host.Opened((await journal.OpenAsync(0, [host.Request], default))[0]);
        _ = Task.Run(writer.RunAsync);
        Assert.IsType<ViewAnswer>(await host.SubmitAsync(new CreateAuction(terms ?? Given.Terms())));
        return host;
    }
}
