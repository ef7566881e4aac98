using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.Statements;
using Npgsql;

namespace Auctions.Storage.Postgres.Schema;

/// <summary>
/// Brings one database to this version's schema: scripts in their order, each with its checksum on record, one migrator
/// at a time. Whoever logs in owns the tables.
/// </summary>
internal sealed class Migrator(string connection, string name, string kind)
{
    // Any number that nobody else uses: "auctions" as eight bytes of ASCII.
    private const long LockKey = 0x6175_6374_696f_6e73;

    private const int PartitionTriesMax = 20;

    private const string AllPartitions = "select auctions.make_partition_ahead() from generate_series(1, 14)";

    private static readonly TimeSpan PartitionPause = TimeSpan.FromMilliseconds(200);

    private const string Prepare = """
        create schema if not exists auctions;
        create table if not exists auctions.migration (
            number       integer primary key,
            checksum     text not null,
            fingerprint  text not null,
            applied_at   timestamptz not null default clock_timestamp(),
            applied_by   text not null default current_user
        );
        """;

    private readonly IReadOnlyList<MigrationScript> _scripts = MigrationScript.Of(kind);

    private int Newest => _scripts[^1].Number;

    /// <summary>Applies what is missing.</summary>
    /// <returns>The numbers of the scripts applied.</returns>
    /// <exception cref="StorageException">It cannot be done; the message says what to do.</exception>
    public async Task<IReadOnlyList<int>> MigrateAsync(CancellationToken cancellation) =>
        await ConnectedAsync(
            async session =>
            {
                // Waits for another migrator and then finds nothing left to do. The lock ends with the session.
                await RunAsync(session, $"select pg_advisory_lock({LockKey})", cancellation);
                var state = await ReadStateAsync(session, cancellation);
                Refuse(state);
                foreach (var role in PostgresRoles.All)
                {
                    await RunAsync(session, MakeRole(role), cancellation);
                }

                await RunAsync(session, Prepare, cancellation);
                var missing = _scripts.Where(script => script.Number > state.Applied).ToList();
                foreach (var script in missing)
                {
                    await ApplyAsync(session, script, cancellation);
                }

                if (kind == "shard")
                {
                    if (state.Applied == 0)
                    {
                        // Nobody is there whom one transaction for all could keep waiting.
                        await RunAsync(session, AllPartitions, cancellation);
                    }

                    await MakePartitionsAsync(session, cancellation);
                }

                return missing.ConvertAll(script => script.Number);
            },
            cancellation);

    /// <summary>What is there.</summary>
    /// <exception cref="StorageException">It cannot be reached.</exception>
    public Task<SchemaState> ReadStateAsync(CancellationToken cancellation) =>
        ConnectedAsync(session => ReadStateAsync(session, cancellation), cancellation);

    /// <summary>What is worth knowing of a shard of this version, though nothing is wrong with it.</summary>
    /// <exception cref="StorageException">It cannot be reached.</exception>
    public Task<IReadOnlyList<string>> ReadNotesAsync(CancellationToken cancellation) =>
        ConnectedAsync(session => ShardNotes.ReadAsync(session, name, cancellation), cancellation);

    /// <summary>What is there, as a session sees it.</summary>
    public async Task<SchemaState> ReadStateAsync(NpgsqlConnection session, CancellationToken cancellation)
    {
        await using var exists = session.Command("select to_regclass('auctions.migration') is not null");
        if (await exists.ExecuteScalarAsync(cancellation) is not true)
        {
            return new SchemaState(Newest, 0, null, null, null);
        }

        await using var read = session.Command(
            "select number, checksum, fingerprint from auctions.migration order by number");
        var applied = await read.RowsAsync(
            row => (Number: row.GetInt32(0), Checksum: row.GetString(1), Fingerprint: row.GetString(2)), cancellation);
        var changed = applied
            .Where(row => _scripts.Any(script => script.Number == row.Number && script.Checksum != row.Checksum))
            .Select(row => (int?)row.Number)
            .FirstOrDefault();
        return applied.Count == 0
            ? new SchemaState(Newest, 0, null, null, null)
            : new SchemaState(
                Newest,
                applied[^1].Number,
                await FingerprintAsync(session, cancellation),
                applied[^1].Fingerprint,
                changed);
    }

    /// <summary>Refuses a schema that a newer version made, or that these scripts did not make.</summary>
    /// <exception cref="StorageException">It is such a schema.</exception>
    public void Refuse(SchemaState state)
    {
        if (state.Applied > Newest)
        {
            throw new StorageException(
                $"{name} was made by a newer version of OrleansAuctions (schema {state.Applied}; this one knows " +
                $"{Newest}). Run that version.");
        }

        if (state.Changed is { } changed)
        {
            throw new StorageException(
                $"{name} was made by another script {kind}-{changed:000} than this version's. Run the version that " +
                "made it.");
        }
    }

    // Roles belong to the server, so another database's migration may make the same one at the same moment.
    private static string MakeRole(string role) => $"""
        do $$ begin
            if not exists (select from pg_roles where rolname = '{role}') then
                create role {role} nologin;
            end if;
            if not pg_has_role(current_user, '{role}', 'member') then
                grant {role} to current_user;
            end if;
        exception when duplicate_object or unique_violation then null;
        end $$;
        """;

    private async Task<T> ConnectedAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellation)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection)
        {
            ApplicationName = "OrleansAuctions migration",
            Pooling = false,
            Timeout = Deployment.ConnectSeconds,
            CommandTimeout = 0,
        };
        try
        {
            await using var session = new NpgsqlConnection(settings.ConnectionString);
            await session.OpenAsync(cancellation);
            return await work(session);
        }
        catch (Exception failed) when (failed is NpgsqlException or TimeoutException)
        {
            throw new StorageException(
                $"{name} at {settings.Host}:{settings.Port}/{settings.Database}: {failed.Message}", failed);
        }
    }

    private static async Task ApplyAsync(
        NpgsqlConnection session, MigrationScript script, CancellationToken cancellation)
    {
        await using var transaction = await session.BeginTransactionAsync(cancellation);
        await RunAsync(session, script.Sql, cancellation);
        await using var record = session.Command(
            "insert into auctions.migration (number, checksum, fingerprint) values ($1, $2, $3)",
            Ask.Of(script.Number),
            Ask.Of(script.Checksum),
            Ask.Of(await FingerprintAsync(session, cancellation) ?? ""));
        await record.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    // Each month in a transaction of its own. Where it cannot be done now nothing is lost: the notes on a shard say so,
    // and servers try again.
    private static async Task MakePartitionsAsync(NpgsqlConnection session, CancellationToken cancellation)
    {
        await using var make = session.Command(Statement.MakePartition);
        for (var failed = 0; failed < PartitionTriesMax;)
        {
            try
            {
                if (await make.ExecuteScalarAsync(cancellation) is null or DBNull)
                {
                    return;
                }
            }
            catch (PostgresException locked) when (locked.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                failed++;
                await Task.Delay(PartitionPause, cancellation);
            }
            catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.RaiseException)
            {
                return;
            }
        }
    }

    private static async Task<string?> FingerprintAsync(NpgsqlConnection session, CancellationToken cancellation)
    {
        await using var command = session.Command(Statement.Fingerprint);
        return await command.ExecuteScalarAsync(cancellation) as string;
    }

    private static async Task RunAsync(NpgsqlConnection session, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, session);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
