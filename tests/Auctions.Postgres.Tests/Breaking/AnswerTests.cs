using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.Connections;
using Npgsql;

namespace Auctions.Postgres.Tests.Breaking;

/// <summary>What counts as a sign of life of a server, and what does not.</summary>
public sealed class AnswerTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Logs _logs = new();
    private readonly List<PostgresDatabase> _made = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _made)
        {
            await database.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("23505")] // a unique key
    [InlineData("40001")] // a serialization failure
    [InlineData("53100")] // a full disk
    [InlineData("57014")] // cancelled by somebody else
    [InlineData("58030")] // an input or output error
    [InlineData("P0001")]
    public async Task A_request_that_is_refused_again_and_again_is_sent_again_and_again(string state)
    {
        var database = Make(Servers.Database(0, "postgres"));
        for (var request = 0; request < 10; request++)
        {
            var refused = await Assert.ThrowsAsync<JournalException>(() => RunAsync(
                database, $"do $$ begin raise exception 'no' using errcode = '{state}'; end $$"));
            Assert.Equal(state, Assert.IsType<PostgresException>(refused.InnerException).SqlState);
        }
    }

    [Fact]
    public async Task A_login_that_is_refused_again_and_again_is_tried_again_and_again()
    {
        var database = Make($"{Servers.Database(0, "postgres")};Password=wrong");
        for (var request = 0; request < 5; request++)
        {
            var refused = await Assert.ThrowsAsync<JournalException>(() => RunAsync(database, "select 1"));
            Assert.Equal("28P01", Assert.IsType<PostgresException>(refused.InnerException).SqlState);
        }
    }

    [Fact]
    public async Task A_request_that_its_asker_gives_up_early_says_nothing_about_the_server()
    {
        var database = Make(Servers.Database(0, "postgres"));
        for (var request = 0; request < 5; request++)
        {
            using var giveUp = new CancellationTokenSource();
            var fault = await JournalOn.FaultAsync(() => database.AskAsync<int>(
                Patience,
                async (session, token) =>
                {
                    await giveUp.CancelAsync();
                    await using var command = session.Command("select pg_sleep(5)");
                    return await command.ExecuteNonQueryAsync(token);
                },
                giveUp.Token));
            Assert.Equal(JournalFault.Unknown, fault);
        }

        await RunAsync(database, "select 1");
        Assert.DoesNotContain(_logs.Messages, message => message.Contains("is silent", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_that_its_asker_gives_up_at_the_deadline_is_a_failure()
    {
        var database = Make(Servers.Database(0, "postgres"), TimeSpan.FromSeconds(2));
        var deadline = TimeSpan.FromSeconds(0.3);
        await Until.TrueAsync(
            async () =>
            {
                using var giveUp = new CancellationTokenSource(deadline);
                await JournalOn.FaultAsync(() => database.AskAsync<int>(
                    deadline,
                    async (session, token) =>
                    {
                        await using var command = session.Command("select pg_sleep(5)");
                        return await command.ExecuteNonQueryAsync(token);
                    },
                    giveUp.Token));
                return IsSaid("is silent");
            },
            "its breaker opens");

        // The server is well, so the first trial closes it.
        await Until.TrueAsync(() => IsSaid("answers again"), "its breaker closes");
    }

    [Theory]
    [InlineData("57P03", true)] // starts or stops
    [InlineData("53300", true)] // too many connections
    [InlineData("58P01", true)] // a file is missing
    [InlineData("28P01", false)] // a wrong password
    [InlineData("3D000", false)] // no such database
    [InlineData("22023", false)] // no such role
    public void A_server_that_lets_nobody_in_is_silent_and_one_that_keeps_somebody_out_is_not(string state, bool silent)
    {
        var error = new PostgresException("made up", "FATAL", "FATAL", state);
        Assert.Equal(silent, !PostgresFaults.IsRefusedLogin(error));
    }

    [Fact]
    public void A_server_that_cannot_be_reached_is_silent() =>
        Assert.False(PostgresFaults.IsRefusedLogin(new NpgsqlException("made up", new TimeoutException())));

    private bool IsSaid(string what) =>
        _logs.Messages.Any(message => message.Contains(what, StringComparison.Ordinal));

    private PostgresDatabase Make(string connection, TimeSpan? request = null)
    {
        var database = new PostgresDatabase(
            connection, "answers", role: null, connectionsMax: 1, request ?? Patience, _logs);
        _made.Add(database);
        return database;
    }

    private static Task<int> RunAsync(PostgresDatabase database, string sql) => database.AskAsync(
        Patience,
        async (session, token) =>
        {
            await using var command = session.Command(sql);
            return await command.ExecuteNonQueryAsync(token);
        });
}
