using System.Diagnostics;
using Auctions.Engine.Ports;
using Auctions.Storage.Tests;

namespace Auctions.Postgres.Tests;

/// <summary>A server that stands still, with its connections open, keeps nobody for longer than promised.</summary>
[Collection(nameof(Deadlines))]
[Trait("Category", "Long")]
public sealed class FrozenServerTests(OwnServer server) : IClassFixture<OwnServer>
{
    private const double DeadlineSeconds = 2;

    // What a test of time may ask: five times what is promised.
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(5 * DeadlineSeconds);

    [Theory]
    [InlineData("")]
    [InlineData(";SSL Mode=Disable;GSS Encryption Mode=Disable")]
    public async Task An_append_is_given_up_at_its_deadline_and_raising_the_epoch_tells_what_became_of_it(string mode)
    {
        await using var proxy = new Proxy(server.Connection + mode);
        await using var journal = new JournalOn(proxy.Connection, JournalOn.Within(DeadlineSeconds));
        var owner = await journal.StartAuctionAsync();
        var segment = owner.Bid();
        var connections = proxy.Accepted;
        server.Process.Freeze();
        try
        {
            var fault = await WithinAsync(() => owner.AppendAsync(journal.Journal, segment));
            Assert.Equal(JournalFault.Unknown, fault);

            // A driver that wants to cancel makes a connection for it, and waits there.
            Assert.Equal(connections, proxy.Accepted);
        }
        finally
        {
            server.Process.Thaw();
        }

        await using var healthy = new JournalOn(server.Connection);
        var raised = Assert.NotNull(await healthy.RaiseAsync(owner));
        Assert.Equal(await healthy.HoldsAsync(segment), raised.LastSequence == segment.LastSequence);
        owner.Raised(raised);
        if (raised.LastSequence < segment.LastSequence)
        {
            Assert.Equal(segment.FirstSequence - 1, raised.LastSequence);
            await owner.WriteAsync(healthy.Journal, segment with { Claim = owner.Claim });
        }

        // The journal that met the frozen server goes on with a new connection.
        await journal.RecoveredAsync();
        await owner.WriteAsync(journal.Patiently, owner.Bid());
        Assert.Equal(3, (await journal.Patiently.BidsAsync(owner.Id)).Count);
    }

    [Fact]
    public async Task Whatever_is_asked_fails_at_its_deadline_with_connections_idle_and_without_any()
    {
        await using var warm = new JournalOn(server.Connection, JournalOn.Within(DeadlineSeconds));
        await using var cold = new JournalOn(server.Connection, JournalOn.Within(DeadlineSeconds));
        var owner = await warm.StartAuctionAsync();
        server.Process.Freeze();
        try
        {
            foreach (var journal in new[] { warm, cold })
            {
                var faults = await Task.WhenAll(RequestsOf(journal.Journal, owner).Select(WithinAsync));
                Assert.Equal(journal == warm, faults.Contains(JournalFault.Unknown));
            }
        }
        finally
        {
            server.Process.Thaw();
        }

        await warm.RecoveredAsync();
        var next = await Activation.OpenAsync(warm.Patiently, owner.Id);
        await next.WriteAsync(warm.Patiently, next.Bid());
        await cold.RecoveredAsync();
    }

    [Fact]
    public async Task All_that_waits_at_once_fails_at_the_deadline_and_later_all_works_again()
    {
        await using var journal = new JournalOn(server.Connection, JournalOn.Within(DeadlineSeconds));
        var owners = await journal.StartAuctionsAsync(30);
        server.Process.Freeze();
        try
        {
            await Task.WhenAll(owners.Select(owner =>
                WithinAsync(() => owner.AppendAsync(journal.Journal, owner.Bid()))));
        }
        finally
        {
            server.Process.Thaw();
        }

        await journal.RecoveredAsync();
        foreach (var owner in owners)
        {
            var next = await Activation.OpenAsync(journal.Patiently, owner.Id, create: false);
            await next.WriteAsync(journal.Patiently, next.Bid());
        }
    }

    private static Func<Task>[] RequestsOf(IJournal journal, Activation owner) =>
    [
        () => journal.OpenAsync(0, [new OpenRequest(owner.Id, Guid.NewGuid(), false)], default),
        () => journal.FindDueAsync(0, DateTimeOffset.MaxValue, null, 10, default),
        () => journal.BeatAsync(0, TimeSpan.FromHours(1), DateTimeOffset.MinValue, default),
        () => journal.RaiseEpochAsync(0, [owner.Claim], default),
        () => journal.ReleaseAsync(0, [owner.Claim], default),
        () => journal.ReadAsync(owner.Id),
    ];

    private static async Task<JournalFault> WithinAsync(Func<Task> request)
    {
        var waited = Stopwatch.StartNew();
        var fault = await JournalOn.FaultAsync(request);
        Assert.True(waited.Elapsed < Promised, $"It took {waited.Elapsed}.");
        return fault;
    }
}
