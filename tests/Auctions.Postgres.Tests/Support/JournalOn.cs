using Auctions.Engine.Ports;
using Auctions.Storage.Postgres;
using Auctions.Storage.Postgres.Journal;
using Auctions.Storage.Slots;
using Auctions.Storage.Tests;
using Microsoft.Extensions.Logging;

namespace Auctions.Postgres.Tests;

/// <summary>A journal on one database that is there already, as one process would have it.</summary>
internal sealed class JournalOn : IJournalHarness, IAsyncDisposable
{
    public JournalOn(string connection, PostgresDeadlines? deadlines = null, ILogger? logger = null)
    {
        var within = deadlines ?? ShardDatabases.Patient;
        Shard = new PostgresShard(0, connection, TimeProvider.System, within.Append, logger) { IsAdmitted = true };
        var slots = new CurrentSlotMap(SlotMap.Assign([1.0]));
        Journal = new PostgresJournal([Shard], slots, within);
        Patiently = new PostgresJournal([Shard], slots, ShardDatabases.Patient);
    }

    public PostgresShard Shard { get; }

    public IJournal Journal { get; }

    /// <summary>The same, through the same connections, for what has to be done however slow the machine.</summary>
    public IJournal Patiently { get; }

    /// <summary>The same deadline for everything.</summary>
    public static PostgresDeadlines Within(double seconds)
    {
        var deadline = TimeSpan.FromSeconds(seconds);
        return new PostgresDeadlines(deadline, deadline, deadline);
    }

    /// <summary>An owner of a new auction that is created and has a bid.</summary>
    public async Task<Activation> StartAuctionAsync()
    {
        await RecoveredAsync();
        var owner = await Activation.OpenAsync(Patiently, Given.Id());
        await owner.WriteAsync(Patiently, owner.Create());
        await owner.WriteAsync(Patiently, owner.Bid());
        return owner;
    }

    /// <summary>Owners of new auctions, opened and created in two requests.</summary>
    public async Task<Activation[]> StartAuctionsAsync(int count)
    {
        await RecoveredAsync();
        OpenRequest[] requests =
            [.. Enumerable.Range(0, count).Select(_ => new OpenRequest(Given.Id(), Guid.NewGuid(), Create: true))];
        var opened = await Patiently.OpenAsync(0, requests, default);
        Activation[] owners =
            [.. requests.Zip(opened, (request, stream) => Activation.Of(request.Activation, stream!))];
        var written = await Patiently.AppendAsync(0, [.. owners.Select(owner => owner.Create())], default);
        Assert.All(written, status => Assert.Equal(AppendStatus.Written, status));
        return owners;
    }

    public async Task<RaisedStream?> RaiseAsync(Activation owner) =>
        Assert.Single(await Journal.RaiseEpochAsync(0, [owner.Claim], default));

    /// <summary>Asserts that a request ends with a fault; gives it.</summary>
    public static async Task<JournalFault> FaultAsync(Func<Task> request) =>
        (await Assert.ThrowsAsync<JournalException>(request)).Fault;

    /// <summary>
    /// Waits until the shard has answered: its breaker may have opened meanwhile, or no connection be had in time.
    /// </summary>
    public Task RecoveredAsync() => Until.TrueAsync(
        async () => await Record.ExceptionAsync(() =>
            Patiently.BeatAsync(0, TimeSpan.FromHours(1), DateTimeOffset.MinValue, default)) is null,
        "a heartbeat succeeds");

    /// <summary>Whether a segment is stored.</summary>
    public async Task<bool> HoldsAsync(Segment segment) =>
        (await Patiently.ReadAsync(segment.Claim.Id))!.Segments.Any(stored =>
            stored.FirstSequence == segment.FirstSequence && segment.Payload.Span.SequenceEqual(stored.Payload));

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public ValueTask DisposeAsync() => Shard.DisposeAsync();
}
