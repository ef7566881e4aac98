using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.Schema;
using Auctions.Storage.Postgres.Statements;

namespace Auctions.Storage.Postgres;

/// <summary>
/// Whether a shard may be used: that it is the one it should be, at this version's schema, with settings that keep what
/// is committed. One that cannot be reached is asked again later; the others go on without it.
/// </summary>
internal sealed class ShardAdmission(Guid store, IReadOnlyCollection<string> allowUnsafe, TimeSpan patience)
{
    /// <summary>Admits a shard.</summary>
    /// <exception cref="StorageException">It can be reached and must not be used.</exception>
    /// <exception cref="Engine.Ports.JournalException">It cannot be reached.</exception>
    public async Task AdmitAsync(PostgresShard shard, CancellationToken cancellation)
    {
        var migrator = new Migrator(shard.Connection, shard.Name, "shard");
        await using var login = new PostgresDatabase(
            shard.Connection, $"{shard.Name}-admission", role: null, connectionsMax: 1, patience);
        var state = await login.AskAsync(
            patience, (session, token) => migrator.ReadStateAsync(session, token), cancellation);
        migrator.Refuse(state);
        if (!state.IsCurrent)
        {
            throw new StorageException(
                $"{shard.Name} at {shard.Address} is {(state.Applied == 0 ? "empty" : "of an older version")}. Run " +
                "\"auctions db migrate\" on the store, or set Storage:Migrate to true.");
        }

        var (stranger, settings) = await shard.ExamineAsync(patience, async (session, token) =>
        {
            var problem = await Deployment.FindIdentityProblemAsync(session, shard.Number, store, token);
            await using var how = session.Command(Statement.Settings);
            var rows = await how.RowsAsync(row => KeyValuePair.Create(row.GetString(0), row.GetString(1)), token);
            return (problem, rows.ToDictionary());
        });
        if (stranger is not null)
        {
            throw new StorageException($"{shard.Name} at {shard.Address} is {stranger}");
        }

        if (PostgresSettings.ProblemsOf($"{shard.Name} at {shard.Address}", settings, allowUnsafe) is [var problem, ..])
        {
            throw new StorageException(problem);
        }

        shard.IsAdmitted = true;
    }
}
