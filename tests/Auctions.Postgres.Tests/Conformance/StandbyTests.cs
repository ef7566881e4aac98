using Auctions.Engine.Ports;
using Auctions.Storage.Tests;

namespace Auctions.Postgres.Tests;

/// <summary>A commit counts once the standby has it: one that waits in vain is unknown, nobody cancels it.</summary>
[Collection(nameof(Deadlines))]
[Trait("Category", "Long")]
public sealed class StandbyTests(OwnServerWithStandby server) : IClassFixture<OwnServerWithStandby>
{
    private const string Cancelled = "canceling wait for synchronous replication";
    private const string Waiting =
        "select count(*) from pg_stat_activity where wait_event = 'SyncRep' and application_name like 'Orleans%'";

    // As a driver would.
    private const string Cancel =
        "select count(pg_cancel_backend(pid)) from pg_stat_activity " +
        "where wait_event = 'SyncRep' and application_name like 'Orleans%'";

    [Fact]
    public async Task An_append_whose_standby_stands_still_is_unknown_and_counts_once_the_standby_has_it()
    {
        await using var journal = new JournalOn(server.Connection, JournalOn.Within(seconds: 1));
        var owner = await journal.StartAuctionAsync();
        var segment = owner.Bid();
        var log = (await LogAsync()).Length;
        server.Standby.Freeze();
        try
        {
            Assert.Equal(
                JournalFault.Unknown,
                await JournalOn.FaultAsync(() => owner.AppendAsync(journal.Journal, segment)));

            // The socket is closed, and yet the commit goes on waiting: nobody has cancelled it.
            await Servers.CountedAsync(server.Connection, Waiting);
            Assert.DoesNotContain(Cancelled, (await LogAsync())[log..]);
        }
        finally
        {
            server.Standby.Thaw();
        }

        await using var healthy = new JournalOn(server.Connection);
        var raised = Assert.NotNull(await healthy.RaiseAsync(owner));
        Assert.Equal(segment.LastSequence, raised.LastSequence);
        owner.Raised(raised);
        await journal.RecoveredAsync();
        await owner.WriteAsync(journal.Patiently, owner.Bid());
        Assert.Equal(3, (await journal.Patiently.BidsAsync(owner.Id)).Count);
        Assert.DoesNotContain(Cancelled, (await LogAsync())[log..]);
    }

    [Fact]
    public async Task A_batch_whose_rows_came_while_its_commit_waits_is_unknown_at_the_deadline()
    {
        // So many that their rows fill the server's buffer and are sent on before the commit.
        const int Many = 1_000;
        await using var patient = new JournalOn(server.Connection);
        await using var journal = new JournalOn(server.Connection, JournalOn.Within(seconds: 5));
        await journal.RecoveredAsync();
        var owners = await patient.StartAuctionsAsync(Many);
        Segment[] segments = [.. owners.Select(owner => owner.Bid())];
        server.Standby.Freeze();
        try
        {
            Assert.Equal(
                JournalFault.Unknown,
                await JournalOn.FaultAsync(() =>
                    journal.Journal.AppendAsync(0, segments, default).WaitAsync(TimeSpan.FromSeconds(30))));
        }
        finally
        {
            server.Standby.Thaw();
        }

        var raised = await patient.Journal.RaiseEpochAsync(0, [.. owners.Select(owner => owner.Claim)], default);
        Assert.All(raised, stream => Assert.Equal(2, stream?.LastSequence));
    }

    [Fact]
    public async Task Raising_an_epoch_and_opening_tell_nothing_until_the_standby_has_it()
    {
        await using var journal = new JournalOn(server.Connection, JournalOn.Within(seconds: 1));
        var (raising, opening) = (await journal.StartAuctionAsync(), await journal.StartAuctionAsync());
        var request = new OpenRequest(opening.Id, Guid.NewGuid(), Create: false);
        server.Standby.Freeze();
        try
        {
            Assert.Equal(JournalFault.Unknown, await SentAsync(() => journal.RaiseAsync(raising)));
            Assert.Equal(
                JournalFault.Unknown, await SentAsync(() => journal.Journal.OpenAsync(0, [request], default)));

            // Again: whoever raised it before still holds the row.
            Assert.Equal(JournalFault.Unknown, await SentAsync(() => journal.RaiseAsync(raising)));
        }
        finally
        {
            server.Standby.Thaw();
        }

        await using var healthy = new JournalOn(server.Connection);
        var raised = Assert.NotNull(await healthy.RaiseAsync(raising));
        Assert.Equal(raising.Sequence, raised.LastSequence);
        var opened = Assert.Single(await healthy.Journal.OpenAsync(0, [request], default));
        Assert.Equal(opening.Sequence, opened!.Content.Segments[^1].LastSequence);
    }

    [Fact]
    public async Task A_success_that_comes_with_a_warning_is_unknown()
    {
        await using var journal = new JournalOn(server.Connection);
        var owner = await journal.StartAuctionAsync();
        var segment = owner.Bid();
        var log = (await LogAsync()).Length;
        server.Standby.Freeze();
        try
        {
            var append = JournalOn.FaultAsync(() => owner.AppendAsync(journal.Journal, segment));
            await Servers.CountedAsync(server.Connection, Waiting);
            Assert.Equal(1, await Servers.ReadAsync<long>(server.Connection, Cancel));
            Assert.Equal(JournalFault.Unknown, await append);
            Assert.Contains(Cancelled, (await LogAsync())[log..]);

            // It is told as a success, and is to be seen here, though the standby does not have it.
            Assert.True(await journal.HoldsAsync(segment));
        }
        finally
        {
            server.Standby.Thaw();
        }

        var raised = Assert.NotNull(await journal.RaiseAsync(owner));
        Assert.Equal(segment.LastSequence, raised.LastSequence);
    }

    // What became of a request that was sent, at last: each that is given up takes its connection along, and on a busy
    // machine the next may not be had in time.
    private static async Task<JournalFault> SentAsync(Func<Task> request)
    {
        var fault = JournalFault.Unavailable;
        await Until.TrueAsync(
            async () => (fault = await JournalOn.FaultAsync(request)) != JournalFault.Unavailable, "it is sent");
        return fault;
    }

    private Task<string> LogAsync() => File.ReadAllTextAsync(server.Process.Log);
}
