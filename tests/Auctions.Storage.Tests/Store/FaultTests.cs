using System.Diagnostics;
using Auctions.Engine;
using Auctions.Engine.Ports;
using Microsoft.Data.Sqlite;

namespace Auctions.Storage.Tests;

/// <summary>A file that cannot be written to says definitely no, loses nothing, and works again afterwards.</summary>
[Collection(nameof(Deadlines))]
public sealed class FaultTests : IDisposable
{
    private readonly ShardFiles _files = new(new AuctionClock(TimeProvider.System), shards: 2);

    private IJournal Journal => _files.Journal;

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_full_disk_is_a_definite_no_and_nothing_is_lost()
    {
        var owner = await StartAsync(shard: 0);
        await LimitPagesAsync("(select page_count + 40 from pragma_page_count)");
        var refused = default(Segment);
        var told = default(JournalException);
        for (var i = 0; i < 10_000 && told is null; i++)
        {
            refused = owner.Bid(50);
            told = await Record.ExceptionAsync(() => owner.WriteAsync(Journal, refused)) as JournalException;
        }

        Assert.Equal(JournalFault.Unavailable, told!.Fault);
        var others = await StartAsync(shard: 1);
        await others.WriteAsync(Journal, others.Bid());
        Assert.Equal(refused!.FirstSequence - 1, (await Journal.FoldAsync(owner.Id)).State.Sequence);
        var rival = new OpenRequest(Journal.IdOn(0), Guid.NewGuid(), Create: true);
        for (var i = 0; i < 3; i++)
        {
            told = await Assert.ThrowsAsync<JournalException>(() => owner.AppendAsync(Journal, refused));
            Assert.Equal(JournalFault.Unavailable, told.Fault);
        }

        await LimitPagesAsync("1073741823");
        await owner.WriteAsync(Journal, refused);
        Assert.NotNull(Assert.Single(await Journal.OpenAsync(0, [rival], default)));
        var folded = await Journal.FoldAsync(owner.Id);
        Assert.Equal(EverythingOf.Auction(owner.Auction), EverythingOf.Auction(folded));
    }

    [Fact]
    public async Task A_locked_file_is_a_definite_no_within_the_deadline_and_works_again_once_unlocked()
    {
        var owner = await StartAsync(shard: 0);
        var other = await StartAsync(shard: 1);
        var segment = owner.Bid();
        using (var connection = new SqliteConnection($"Data Source={_files.Shards[0].FilePath};Pooling=False"))
        {
            connection.Open();
            Run(connection, "begin exclusive");
            var isPassed = false;

            // Again where the machine stood still for longer than the deadline.
            for (var attempt = 0; !isPassed && attempt < 5; attempt++)
            {
                var watch = Stopwatch.StartNew();
                var append = owner.AppendAsync(Journal, segment);
                await other.WriteAsync(Journal, other.Bid());
                isPassed = !append.IsCompleted;
                var told = await Assert.ThrowsAsync<JournalException>(() => append);
                Assert.Equal(JournalFault.Unavailable, told.Fault);
                Assert.InRange(watch.ElapsedMilliseconds, 0, 5 * new EngineOptions().AppendDeadlineMs);
            }

            Assert.True(isPassed, "The other shard waited for the one that is locked.");

            // Readers do not wait for a writer.
            Assert.Empty(await Journal.BidsAsync(owner.Id));
            Run(connection, "rollback");
        }

        await owner.WriteAsync(Journal, segment);
        Assert.Single(await Journal.BidsAsync(owner.Id));
    }

    [Fact]
    public async Task A_lock_that_goes_away_in_time_is_waited_out()
    {
        var owner = await StartAsync(shard: 0);
        using var connection = new SqliteConnection($"Data Source={_files.Shards[0].FilePath};Pooling=False");
        connection.Open();
        Run(connection, "begin exclusive");
        var append = owner.AppendAsync(Journal, owner.Bid());
        Run(connection, "rollback");
        Assert.Equal(AppendStatus.Written, await append);
    }

    [Fact]
    public async Task A_row_the_file_does_not_take_is_rejected_with_its_batch_and_leaves_nothing()
    {
        var (one, other) = (await StartAsync(shard: 0), await StartAsync(shard: 0));
        var whole = other.Bid();
        var (taken, untaken) = (one.Bid(), whole with { View = whole.View with { Title = null! } });
        await _files.Shards[0].Writer.InTransactionAsync(
            session =>
            {
                session.Run("""
                    create trigger no_title before update on head when new.title is null
                    begin select raise(abort, 'no title'); end
                    """);
                return true;
            },
            default);
        var told = await Assert.ThrowsAsync<JournalException>(() => Journal.AppendAsync(0, [taken, untaken], default));
        Assert.Equal(JournalFault.Rejected, told.Fault);
        Assert.Empty(await Journal.BidsAsync(one.Id));
        await one.WriteAsync(Journal, taken);
        await other.WriteAsync(Journal, whole);
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private async Task<Activation> StartAsync(int shard)
    {
        var owner = await Activation.OpenAsync(Journal, Journal.IdOn(shard));
        await owner.WriteAsync(Journal, owner.Create());
        return owner;
    }

    private async Task LimitPagesAsync(string pages) => await _files.Shards[0].Writer.InTransactionAsync(
        session =>
        {
            var most = session.Query($"select {pages}", row => row.GetInt64(0))[0];
            session.Run($"pragma max_page_count = {most}");
            return most;
        },
        default);
}
