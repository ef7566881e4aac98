using System.Diagnostics;
using Auctions.Engine.Ports;
using Auctions.Storage.Tests;

namespace Auctions.Postgres.Tests;

/// <summary>
/// Rows come back before the transaction that wrote them has ended: only its end says that they are durable.
/// </summary>
[Collection(nameof(Deadlines))]
public sealed class CommitAnswerTests(OwnDatabase database) : IClassFixture<OwnDatabase>
{
    [Theory]
    [InlineData("append")]
    [InlineData("open")]
    [InlineData("raise")]
    [InlineData("bind")]
    [InlineData("snapshot")]
    [InlineData("beat")]
    [InlineData("release")]
    public async Task An_answer_cut_off_before_the_end_of_its_transaction_is_unknown(string request)
    {
        await using var proxy = new Proxy(database.Connection);
        await using var journal = new JournalOn(proxy.Connection);
        var ask = await WarmAsync(journal, request);
        var replies = 0;
        proxy.Replies = () => Task.FromResult(Interlocked.Increment(ref replies) == 1
            ? Passage.DropLast
            : Passage.Cut);
        var told = JournalOn.FaultAsync(ask);

        // All rows have come; now the server's connection goes.
        await Until.TrueAsync(() => Volatile.Read(ref replies) > 0, "the rows have come");
        await Servers.RunAsync(database.Connection, Terminate);
        Assert.Equal(JournalFault.Unknown, await told);
    }

    [Theory]
    [InlineData("append")]
    [InlineData("open")]
    [InlineData("raise")]
    [InlineData("bind")]
    [InlineData("snapshot")]
    [InlineData("beat")]
    [InlineData("release")]
    public async Task An_answer_without_the_end_of_its_transaction_is_given_up_at_the_deadline(string request)
    {
        await using var proxy = new Proxy(database.Connection);
        await using var journal = new JournalOn(proxy.Connection, JournalOn.Within(seconds: 2));
        var ask = await WarmAsync(journal, request);
        proxy.Replies = () => Task.FromResult(Passage.DropLast);
        var waited = Stopwatch.StartNew();
        Assert.Equal(
            JournalFault.Unknown, await JournalOn.FaultAsync(() => ask().WaitAsync(TimeSpan.FromSeconds(30))));
        Assert.True(waited.Elapsed < TimeSpan.FromSeconds(10), $"It took {waited.Elapsed}.");
    }

    private const string Terminate = """
        select pg_terminate_backend(pid, 10000) from pg_stat_activity
        where datname = current_database() and application_name like 'OrleansAuctions%'
        """;

    // A request of that kind, once everything that it needs is there and the connection is open.
    private static async Task<Func<Task>> WarmAsync(JournalOn on, string request)
    {
        var journal = on.Journal;
        var owner = await on.StartAuctionAsync();
        var segment = owner.Bid();
        var (snapshot, chunk) = owner.Snapshot();
        var claim = new CreationKeyClaim(Given.Seller, "seller", 1, 1, Given.Id());
        return request switch
        {
            "append" => () => journal.AppendAsync(0, [segment], default),
            "open" => () => journal.OpenAsync(0, [new OpenRequest(owner.Id, Guid.NewGuid(), false)], default),
            "raise" => () => journal.RaiseEpochAsync(0, [owner.Claim], default),
            "bind" => () => journal.BindCreationKeyAsync(claim, default),
            "snapshot" => () => journal.SaveSnapshotAsync(0, snapshot, chunk, 0, default),
            "release" => () => journal.ReleaseAsync(0, [owner.Claim], default),
            _ => () => journal.BeatAsync(0, TimeSpan.FromHours(1), DateTimeOffset.MinValue, default),
        };
    }
}
