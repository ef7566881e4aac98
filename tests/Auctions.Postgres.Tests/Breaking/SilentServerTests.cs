using System.Diagnostics;
using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.Journal;

namespace Auctions.Postgres.Tests.Breaking;

/// <summary>A server that stands still or is gone: what is asked of it meanwhile, and after that.</summary>
[Collection(nameof(Deadlines))]
[Trait("Category", "Long")]
public sealed class SilentServerTests(OwnServer server) : IClassFixture<OwnServer>, IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly PostgresDeadlines Deadlines = new(Deadline, TimeSpan.FromSeconds(30), Deadline);

    private readonly Logs _logs = new();

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task Appends_are_turned_away_at_once_and_sent_again_once_the_server_goes_on()
    {
        await using var journal = new JournalOn(server.Connection, Deadlines, _logs);
        var owner = await journal.StartAuctionAsync();
        var segment = owner.Bid();
        server.Process.Freeze();
        try
        {
            await UntilOpenAsync(journal);
            var waited = Stopwatch.StartNew();
            for (var request = 0; request < 1_000; request++)
            {
                var fault = await JournalOn.FaultAsync(() => owner.AppendAsync(journal.Journal, segment));
                Assert.Equal(JournalFault.Unavailable, fault);
            }

            Assert.True(waited.Elapsed < 5 * Deadline, $"It took {waited.Elapsed}.");
        }
        finally
        {
            server.Process.Thaw();
        }

        // Nobody asks meanwhile.
        await UntilSaidAsync("answers again");
        Assert.False(await journal.HoldsAsync(segment));
        await owner.WriteAsync(journal.Patiently, segment);
    }

    [Fact]
    public async Task What_was_sent_before_is_settled_as_soon_as_the_server_goes_on()
    {
        await using var journal = new JournalOn(server.Connection, Deadlines, _logs);
        var owner = await journal.StartAuctionAsync();
        var segment = owner.Bid();
        Task<RaisedStream?> raising;
        server.Process.Freeze();
        try
        {
            Assert.Equal(
                JournalFault.Unknown, await JournalOn.FaultAsync(() => owner.AppendAsync(journal.Journal, segment)));
            await UntilOpenAsync(journal);

            // What is turned away ends at once.
            Assert.True(owner.AppendAsync(journal.Journal, segment).IsFaulted);
            raising = journal.RaiseAsync(owner);
            Assert.False(raising.IsCompleted);
        }
        finally
        {
            server.Process.Thaw();
        }

        var raised = Assert.NotNull(await raising);
        Assert.Equal(await journal.HoldsAsync(segment), raised.LastSequence == segment.LastSequence);
        await UntilSaidAsync("answers again");
    }

    [Fact]
    public async Task A_connection_may_take_all_the_time_of_what_it_is_for()
    {
        await using var journal = new JournalOn(server.Connection, JournalOn.Within(seconds: 30), _logs);
        Task<IReadOnlyList<DueAuction>> asked;
        server.Process.Freeze();
        try
        {
            // The journal has no connection yet.
            asked = journal.Journal.FindDueAsync(0, DateTimeOffset.UnixEpoch, null, 1, default);
            await Task.WhenAny(asked, Task.Delay(TimeSpan.FromSeconds(2)));
            Assert.False(asked.IsCompleted);
        }
        finally
        {
            server.Process.Thaw();
        }

        Assert.Empty(await asked);
    }

    [Fact]
    public async Task A_server_that_is_stopped_and_started_again_is_asked_again_by_itself()
    {
        await using var journal = new JournalOn(server.Connection, Deadlines, _logs);
        var owner = await journal.StartAuctionAsync();
        await server.Process.StopImmediateAsync();
        try
        {
            await UntilOpenAsync(journal);
        }
        finally
        {
            await server.Process.StartAsync();
        }

        await UntilSaidAsync("answers again");
        await owner.WriteAsync(journal.Patiently, owner.Bid());
    }

    [Fact]
    public async Task Readers_that_are_cut_off_keep_no_bid_away()
    {
        await using var journal = new JournalOn(server.Connection, Deadlines, _logs);
        var owner = await journal.StartAuctionAsync();
        var lists = journal.Shard.Reading;

        // All connections are held, so that not even a trial gets one.
        var held = new TaskCompletionSource<int>();
        var holding = new List<Task<int>>();
        while (holding.Count < 4)
        {
            holding.Add(await HoldAsync(lists, held.Task));
        }

        await Until.TrueAsync(
            async () =>
            {
                await JournalOn.FaultAsync(() => lists.AskAsync(Deadline, (_, _) => Task.FromResult(0)));
                return IsSaid("shard-00-lists", "is silent");
            },
            "the lists' breaker opens");
        Assert.True(lists.AskAsync(Deadline, (_, _) => Task.FromResult(0)).IsFaulted);
        await owner.WriteAsync(journal.Patiently, owner.Bid());
        Assert.False(IsSaid("shard-00 at", "is silent"));
        held.SetResult(1);
        await Task.WhenAll(holding);
        await UntilSaidAsync("answers again");

        // Somebody whose time was up meanwhile may have it paused for a moment.
        await Until.TrueAsync(
            async () => await Record.ExceptionAsync(
                () => lists.AskAsync(Patience, (_, _) => Task.FromResult(0))) is null,
            "the lists are read again");
    }

    // Holds a connection, once it has one.
    private static async Task<Task<int>> HoldAsync(PostgresDatabase lists, Task<int> until)
    {
        var isHeld = new TaskCompletionSource();
        Task<int> holding = until;
        await Until.TrueAsync(
            async () =>
            {
                holding = lists.AskAsync(Patience, (_, _) =>
                {
                    isHeld.SetResult();
                    return until;
                });
                await Task.WhenAny(isHeld.Task, holding);
                return isHeld.Task.IsCompleted;
            },
            "there is a connection");
        return holding;
    }

    private Task UntilOpenAsync(JournalOn journal) => Until.TrueAsync(
        async () =>
        {
            await JournalOn.FaultAsync(
                () => journal.Journal.BeatAsync(0, TimeSpan.FromHours(1), DateTimeOffset.MinValue, default));
            return IsSaid("shard-00 at", "is silent");
        },
        "the journal's breaker opens");

    private Task UntilSaidAsync(string what) => Until.TrueAsync(() => IsSaid("shard-00", what), what);

    private bool IsSaid(string pool, string what) => _logs.Messages.Any(message =>
        message.StartsWith(pool, StringComparison.Ordinal) && message.Contains(what, StringComparison.Ordinal));
}
