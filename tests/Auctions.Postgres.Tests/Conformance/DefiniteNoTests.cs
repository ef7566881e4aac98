using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Ports;
using Auctions.Storage.Tests;
using Auctions.Testing.Faults;

namespace Auctions.Postgres.Tests;

/// <summary>What a real server refuses for certain is told as such, and stays with whom it concerns.</summary>
[Collection(nameof(Deadlines))]
public sealed class DefiniteNoTests(OwnDatabase database) : IClassFixture<OwnDatabase>
{
    [Fact]
    public async Task A_segment_that_breaks_a_constraint_is_rejected_and_its_whole_batch_is_not_written()
    {
        await using var journal = new JournalOn(database.Connection);
        var owners = await journal.StartAuctionsAsync(5);
        await RejectAsync(owners[2].Id);
        Segment[] segments = [.. owners.Select(owner => owner.Bid())];
        Assert.Equal(
            JournalFault.Rejected,
            await JournalOn.FaultAsync(() => journal.Journal.AppendAsync(0, segments, default)));
        foreach (var segment in segments)
        {
            Assert.False(await journal.HoldsAsync(segment));
        }

        // Definitely not: the same segments are sent again as they are.
        segments = [.. segments.Where(segment => segment.Claim.Id != owners[2].Id)];
        Assert.All(
            await journal.Journal.AppendAsync(0, segments, default),
            status => Assert.Equal(AppendStatus.Written, status));
    }

    [Fact]
    public async Task A_database_that_takes_no_writes_is_unavailable()
    {
        await using var journal = new JournalOn(database.Connection);
        var owner = await journal.StartAuctionAsync();
        var segment = owner.Bid();
        var name = await Servers.ReadAsync<string>(database.Connection, "select current_database()::text");
        await Servers.RunAsync(database.Connection, $"alter database {name} set default_transaction_read_only = on");
        try
        {
            await using var refused = new JournalOn(database.Connection);
            Assert.Equal(
                JournalFault.Unavailable,
                await JournalOn.FaultAsync(() => owner.AppendAsync(refused.Journal, segment)));
            Assert.Equal(JournalFault.Unavailable, await JournalOn.FaultAsync(() => refused.RaiseAsync(owner)));
        }
        finally
        {
            await Servers.RunAsync(
                database.Connection,
                $"set transaction read write; alter database {name} reset default_transaction_read_only");
        }

        Assert.False(await journal.HoldsAsync(segment));
        await owner.WriteAsync(journal.Journal, segment);
    }

    [Fact]
    public async Task A_deadlock_or_a_failed_serialization_is_sent_again_as_it_is()
    {
        await using var journal = new JournalOn(database.Connection);
        foreach (var state in new[] { "40P01", "40001", "55P03" })
        {
            var owner = await journal.StartAuctionAsync();
            var name = $"auctions.once_{state.ToLowerInvariant()}";
            await Servers.RunAsync(database.Connection, $"""
                create sequence {name};
                grant all on sequence {name} to public;
                create function {name}_() returns trigger language plpgsql as $$ begin
                    if nextval('{name}') = 1 then raise exception 'as it happens' using errcode = '{state}'; end if;
                    return new;
                end $$;
                create trigger once_{state} before insert on auctions.segment for each row
                    when (new.auction_id = '{owner.Id.Value}') execute function {name}_();
                """);
            var segment = owner.Bid();
            Assert.Equal(AppendStatus.NotYet, await owner.AppendAsync(journal.Journal, segment));
            Assert.False(await journal.HoldsAsync(segment));
            await owner.WriteAsync(journal.Journal, segment);
        }
    }

    [Fact]
    public async Task An_auction_whose_segments_are_rejected_does_not_disturb_the_others_of_its_batches()
    {
        await using var engine = await EngineOnJournal.StartAsync(_ => new JournalOn(database.Connection));
        var ids = await engine.CreatedAsync(auctions: 16);
        await RejectAsync(ids[5]);

        // The first write holds the writer up, so that all the others leave in one batch.
        var append = engine.Journal.Hold(JournalCall.Append);
        var first = engine.BidAsync(ids[0], "A", 5_00);
        await append.ReachedAsync();
        var appends = engine.Journal.CallsOf(JournalCall.Append);
        Task<Answer>[] rest = [.. ids[1..].Select(id => engine.BidAsync(id, "A", 5_00))];
        append.Open();
        Answer[] answers = [await first, .. await Task.WhenAll(rest)];
        Assert.True(engine.Journal.CallsOf(JournalCall.Append) < appends + 15, "The writes were not batched.");
        foreach (var (i, answer) in answers.Index())
        {
            var stored = await engine.BidsAsync(ids[i]);
            if (i == 5)
            {
                Assert.Equal(new UnavailableAnswer(Unavailability.ShardUnavailable), answer);
                Assert.Empty(stored);
            }
            else
            {
                Assert.Equal(Assert.IsType<BidAnswer>(answer).Bid, Assert.Single(stored));
            }
        }

        Assert.Equal(0, engine.Journal.CallsOf(JournalCall.RaiseEpoch));
    }

    private Task RejectAsync(AuctionId id) => Servers.RunAsync(
        database.Connection,
        $"alter table auctions.segment add constraint not_{id.Value:N} check (auction_id <> '{id.Value}') not valid");
}
