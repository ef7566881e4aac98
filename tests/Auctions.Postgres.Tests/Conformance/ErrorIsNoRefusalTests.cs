using System.Collections.Concurrent;
using Auctions.Core;
using Auctions.Engine.Ports;
using Auctions.Storage.Tests;

namespace Auctions.Postgres.Tests;

/// <summary>
/// An error is not a refusal: of the appends in flight when a server, a backend or a connection goes, some were
/// committed. What was told written is stored, what was told a definite no is not, raising the epoch tells the rest.
/// </summary>
[Collection(nameof(Deadlines))]
[Trait("Category", "Long")]
public sealed class ErrorIsNoRefusalTests(OwnServer server) : IClassFixture<OwnServer>
{
    private const int Journals = 3;
    private const int OwnersEach = 8;
    private const int Rounds = 3;

    private const string Backends =
        "from pg_stat_activity where application_name like 'OrleansAuctions%' and state = 'active'";

    [Fact]
    public Task A_server_stopped_at_once() => StrikeAsync(async _ =>
    {
        await server.Process.StopImmediateAsync();
        await server.Process.StartAsync();
    });

    [Fact]
    public Task A_server_killed_with_all_its_processes() => StrikeAsync(async _ =>
    {
        await server.Process.KillAsync();
        await server.Process.StartAsync();
    });

    [Fact]
    public Task A_backend_killed_so_that_the_server_resets_them_all() => StrikeAsync(async _ =>
    {
        await Servers.CountedAsync(server.Connection, $"select count(*) {Backends}");
        var backend = await Servers.ReadAsync<int>(
            server.Connection, "select min(pid) from pg_stat_activity where application_name like 'OrleansAuctions%'");

        // A session of its own tells when the reset has begun: until then the server takes connections all the same.
        await using var witness = new Npgsql.NpgsqlConnection(server.Connection);
        await witness.OpenAsync();
        Signals.SendKill(backend);
        await Until.TrueAsync(async () => !await AnswersAsync(witness), "the server resets its sessions");
        await Until.TrueAsync(IsUpAsync, "the server is up again");
    });

    [Fact]
    public Task Backends_terminated() => StrikeAsync(_ => Servers.RunAsync(
        server.Connection,
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'OrleansAuctions%'"));

    [Theory]
    [InlineData(Passage.Cut)]
    [InlineData(Passage.Reset)]
    public async Task Replies_lost_and_the_connection_with_them(object passage)
    {
        var committed = await StrikeAsync(proxy =>
        {
            proxy.Replies = () => Task.FromResult((Passage)passage);
            return Task.CompletedTask;
        });
        Assert.True(committed > 0, "Nothing was lost that had been committed.");
    }

    private async Task<bool> IsUpAsync()
    {
        try
        {
            await Servers.RunAsync(server.Connection, "select 1");
            return true;
        }
        catch (Npgsql.NpgsqlException)
        {
            return false;
        }
    }

    private static async Task<bool> AnswersAsync(Npgsql.NpgsqlConnection session)
    {
        try
        {
            await using var command = new Npgsql.NpgsqlCommand("select 1", session);
            await command.ExecuteNonQueryAsync();
            return true;
        }
        catch (Exception ended) when (ended is Npgsql.NpgsqlException or InvalidOperationException)
        {
            return false;
        }
    }

    // Strikes while appends are in flight, again and again; gives how many were committed though told unknown.
    private async Task<int> StrikeAsync(Func<Proxy, Task> strike)
    {
        var committed = 0;
        for (var round = 0; round < Rounds; round++)
        {
            await using var proxy = new Proxy(server.Connection);
            JournalOn[] journals = [.. Enumerable.Range(0, Journals).Select(_ => new JournalOn(proxy.Connection))];
            var told = new ConcurrentBag<Told>();
            var owners = new List<Activation>();
            var appends = new Counter();
            using var struck = new CancellationTokenSource();
            var runs = new List<Task>();
            foreach (var journal in journals)
            {
                var started = await journal.StartAuctionsAsync(OwnersEach);
                owners.AddRange(started);
                runs.AddRange(started.Select(owner =>
                    Task.Run(() => AppendAsync(journal, owner, told, appends, struck.Token))));
            }

            await appends.ReachesAsync(100);
            await strike(proxy);
            await struck.CancelAsync();
            await Task.WhenAll(runs).WaitAsync(TimeSpan.FromSeconds(60));
            committed += await JudgeAsync(owners, told.ToLookup(entry => entry.Segment.Claim.Id));
            foreach (var journal in journals)
            {
                await journal.DisposeAsync();
            }
        }

        return committed;
    }

    // One append after another, until one goes wrong, for its owner cannot go on without raising the epoch; at last the
    // one that was in flight at the strike.
    private static async Task AppendAsync(
        JournalOn journal,
        Activation owner,
        ConcurrentBag<Told> told,
        Counter appends,
        CancellationToken struck)
    {
        AppendStatus? status;
        do
        {
            var segment = owner.Bid();
            JournalFault? fault = null;
            status = null;
            try
            {
                status = await owner.AppendAsync(journal.Journal, segment);
            }
            catch (JournalException error)
            {
                fault = error.Fault;
            }

            told.Add(new Told(segment, status, fault));
            appends.Increment();
        }
        while (status == AppendStatus.Written && !struck.IsCancellationRequested);
    }

    private async Task<int> JudgeAsync(List<Activation> owners, ILookup<AuctionId, Told> told)
    {
        await using var healthy = new JournalOn(server.Connection);
        var raised = await healthy.Journal.RaiseEpochAsync(0, [.. owners.Select(owner => owner.Claim)], default);
        var committed = 0;
        foreach (var (owner, end) in owners.Zip(raised))
        {
            var stored = (await healthy.Journal.ReadAsync(owner.Id))!.Segments;
            Assert.Equal(stored[^1].LastSequence, end?.LastSequence);
            var written = told[owner.Id].Count(entry => entry.Status == AppendStatus.Written);
            var isLastStored = stored.Count == 1 + written + 1;
            var last = told[owner.Id].SingleOrDefault(entry => entry.Status != AppendStatus.Written);
            Assert.True(!isLastStored || last?.Fault == JournalFault.Unknown, $"{last} is stored.");
            Assert.NotEqual(AppendStatus.Broken, last?.Status);
            Assert.Equal(1 + written + (isLastStored ? 1 : 0), stored.Count);
            Assert.Equal(owner.Made.Take(stored.Count).Select(Payload), stored.Select(Payload));
            committed += isLastStored ? 1 : 0;
        }

        return committed;
    }

    private static string Payload(StoredSegment segment) => Convert.ToHexString(segment.Payload);

    /// <summary>What an append was told: either a status or a fault.</summary>
    private sealed record Told(Segment Segment, AppendStatus? Status, JournalFault? Fault);
}
