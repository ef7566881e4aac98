using Auctions.Engine;
using Auctions.Engine.Ports;
using Auctions.Storage.Slots;
using Auctions.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auctions.Storage.Tests;

/// <summary>Reads of a shard that answers, only too late.</summary>
public sealed class PatienceTests : IDisposable
{
    private const int ReadersMax = 4;

    private static readonly AuctionQuery Everything = new(null, null, null, 100, Given.Start);

    private readonly ShardFiles _files = new(new AuctionClock(TimeProvider.System), shards: 2);
    private readonly TempDirectory _directory = new();
    private readonly ManualResetEventSlim _answer = new();

    public void Dispose()
    {
        _files.Dispose();
        _directory.Dispose();
        _answer.Dispose();
    }

    [Fact]
    public async Task A_shard_that_answers_too_late_is_named_until_it_answers_in_time()
    {
        var busy = Enumerable.Range(0, ReadersMax)
            .Select(_ => _files.Shards[1].ListReaders.ReadAsync(_ => _answer.Wait(Timeout.Infinite), default))
            .ToList();
        using (var impatient = Open(TimeSpan.FromMilliseconds(1)))
        {
            Assert.Contains(1, (await impatient.ListAsync(Everything, default)).MissingShards);
        }

        _answer.Set();
        await Task.WhenAll(busy);
        using var patient = Open(TimeSpan.FromMinutes(1));
        Assert.Empty((await patient.ListAsync(Everything, default)).MissingShards);
    }

    private SqliteReadModels Open(TimeSpan patience) => SqliteReadModels.Open(
        Path.Combine(_directory.Path, "read-models.db"),
        _files.Shards,
        SlotMap.Assign([1, 1]),
        new AuctionClock(TimeProvider.System),
        patience,
        NullLogger.Instance);
}
