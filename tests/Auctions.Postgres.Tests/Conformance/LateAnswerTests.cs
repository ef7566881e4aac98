using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.Connections;

namespace Auctions.Postgres.Tests.Conformance;

/// <summary>An answer that came and was too late: it is unknown, and its connection is of no use to anybody.</summary>
public sealed class LateAnswerTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_whose_socket_was_closed_at_the_deadline_is_given_to_nobody(bool isAnswered)
    {
        await using var database = new PostgresDatabase(
            Servers.Database(0, "postgres"), "late", role: null, connectionsMax: 1, TimeSpan.FromSeconds(30));
        for (var round = 0; round < 5; round++)
        {
            using var giveUp = new CancellationTokenSource();
            var late = await Assert.ThrowsAsync<JournalException>(() => database.AskAsync(
                TimeSpan.FromSeconds(30),
                async (session, _) =>
                {
                    await using var command = session.Command("select 1");
                    var answer = await command.ExecuteScalarAsync(CancellationToken.None);

                    // The answer is there; whoever asked comes to it only after it was given up.
                    await giveUp.CancelAsync();
                    return isAnswered ? answer : throw new InvalidOperationException("A bug.");
                },
                giveUp.Token));
            Assert.Equal(JournalFault.Unknown, late.Fault);
            var next = await database.AskAsync(
                TimeSpan.FromSeconds(30),
                async (session, _) =>
                {
                    await using var command = session.Command("select 2");
                    return await command.ExecuteScalarAsync(CancellationToken.None);
                });
            Assert.Equal(2, next);
        }
    }
}
