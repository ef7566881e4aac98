using Auctions.Engine.Ports;
using Auctions.Storage.Tests;
using Npgsql;

namespace Auctions.Postgres.Tests;

/// <summary>A batch of many segments: each stands for itself, stale and locked ones too.</summary>
[Collection(nameof(Deadlines))]
public sealed class BatchTests(OwnDatabase database) : IClassFixture<OwnDatabase>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_batch_of_a_stale_owner_leaves_no_trace_of_what_somebody_else_has(int everyOther)
    {
        const int Many = 50;
        await using var old = new JournalOn(database.Connection);
        await using var now = new JournalOn(database.Connection);
        var owners = await old.StartAuctionsAsync(Many);
        var stolen = owners.Where((_, at) => at % everyOther == 0).ToList();
        var opened = await now.Journal.OpenAsync(
            0, [.. stolen.Select(owner => new OpenRequest(owner.Id, Guid.NewGuid(), Create: false))], default);
        Assert.Equal(stolen.Count, opened.Count(stream => stream is not null));

        // Two segments each: neither the first nor the second of a stale owner lands.
        foreach (var bids in new[] { 3, 1 })
        {
            Segment[] batch = [.. owners.Select(owner => owner.Bid(bids))];
            var statuses = await old.Journal.AppendAsync(0, batch, default);
            foreach (var (owner, status) in owners.Zip(statuses))
            {
                Assert.Equal(stolen.Contains(owner) ? AppendStatus.Fenced : AppendStatus.Written, status);
            }
        }

        foreach (var owner in owners)
        {
            var stored = (await now.Journal.ReadAsync(owner.Id))!.Segments;
            Assert.Equal(stolen.Contains(owner) ? [1] : [1, 4, 5], stored.Select(segment => segment.LastSequence));
            Assert.True(!stolen.Contains(owner) || await ListedAsync(owner) == 1, "What did not land is listed.");
        }
    }

    [Fact]
    public async Task A_locked_stream_is_skipped_at_once_and_the_others_of_its_batch_are_written()
    {
        await using var journal = new JournalOn(database.Connection, JournalOn.Within(seconds: 20));
        var owners = await journal.StartAuctionsAsync(20);
        Segment[] batch = [.. owners.Select(owner => owner.Bid())];
        await using (var session = new NpgsqlConnection($"{database.Connection};Pooling=false"))
        {
            await session.OpenAsync();
            await using var transaction = await session.BeginTransactionAsync();
            await using var hold = new NpgsqlCommand(
                $"select from auctions.head where auction_id = '{owners[7].Id.Value}' for no key update", session);
            await hold.ExecuteNonQueryAsync();
            var statuses = await journal.Journal.AppendAsync(0, batch, default);
            foreach (var (at, status) in statuses.Index())
            {
                Assert.Equal(at == 7 ? AppendStatus.NotYet : AppendStatus.Written, status);
            }

        }

        Assert.False(await journal.HoldsAsync(batch[7]));
        await owners[7].WriteAsync(journal.Journal, batch[7]);
    }

    private Task<long> ListedAsync(Activation owner) => Servers.ReadAsync<long>(
        database.Connection, $"select listed_sequence from auctions.head where auction_id = '{owner.Id.Value}'");
}
