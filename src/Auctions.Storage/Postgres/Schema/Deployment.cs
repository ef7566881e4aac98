using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.Meta;
using Npgsql;

namespace Auctions.Storage.Postgres.Schema;

/// <summary>What was done to one database, or what it is like.</summary>
/// <param name="Name"><c>meta</c> or <c>shard-NN</c>.</param>
/// <param name="Address">Where it is.</param>
/// <param name="State">Its schema; null if it cannot be reached.</param>
/// <param name="Applied">Scripts applied just now.</param>
/// <param name="Problem">What is wrong with it, and what to do; null: nothing.</param>
public sealed record DatabaseReport(
    string Name, string Address, SchemaState? State, IReadOnlyList<int> Applied, string? Problem)
{
    /// <summary>What is worth knowing though nothing is wrong, each as sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>Looks after the schemas of a store's databases, all at once.</summary>
public static class Deployment
{
    /// <summary>How long a server may take to start a session for who migrates or examines it: a busy one takes
    /// long.</summary>
    internal const int ConnectSeconds = 15;

    /// <summary>
    /// Makes a store, or brings one to this version: first the meta database, then all shards at once. Repeating it is
    /// harmless, so a run that stopped half way is simply run again.
    /// </summary>
    /// <exception cref="StorageException">Some database could not be migrated; the others were.</exception>
    public static async Task<IReadOnlyList<DatabaseReport>> MigrateAsync(
        PostgresStoreOptions options, CancellationToken cancellation)
    {
        options.Check();
        var meta = new Migrator(options.Meta, "meta", "meta");
        var applied = await meta.MigrateAsync(cancellation);
        var store = await FillMetaAsync(options, cancellation);
        var shards = await Task.WhenAll(options.Shards.Select(
            (connection, shard) => MigrateShardAsync(connection, shard, store, cancellation)));
        var reports = (DatabaseReport[])
            [new("meta", AddressOf(options.Meta), await meta.ReadStateAsync(cancellation), applied, null), .. shards];
        var failed = reports.Where(report => report.Problem is not null).ToList();
        return failed.Count == 0
            ? reports
            : throw new StorageException(
                $"{failed.Count} of {reports.Length} databases could not be migrated; the others were. " +
                string.Join(" ", failed.Select(report => report.Problem)));
    }

    /// <summary>What each database is like, drift from what was made and between the shards included.</summary>
    public static async Task<IReadOnlyList<DatabaseReport>> ExamineAsync(
        PostgresStoreOptions options, CancellationToken cancellation)
    {
        options.Check();
        var reports = await Task.WhenAll(options.Shards
            .Select((connection, shard) => ExamineAsync(connection, $"shard-{shard:00}", "shard", cancellation))
            .Prepend(ExamineAsync(options.Meta, "meta", "meta", cancellation)));
        var usual = reports
            .Skip(1)
            .Select(report => report.State?.Fingerprint)
            .OfType<string>()
            .GroupBy(fingerprint => fingerprint)
            .MaxBy(group => group.Count())?.Key;
        return [.. reports.Select((report, at) =>
            at > 0 && report is { Problem: null, State.Fingerprint: { } own } && own != usual
                ? report with { Problem = $"{report.Name} differs from most other shards." }
                : report)];
    }

    /// <summary>A session as whoever migrates, who has time.</summary>
    internal static async Task<NpgsqlConnection> ConnectAsync(string connection, CancellationToken cancellation)
    {
        var session = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connection) { Pooling = false, Timeout = ConnectSeconds }
                .ConnectionString);
        await session.OpenAsync(cancellation);
        return session;
    }

    internal static string AddressOf(string connection)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection);
        return $"{settings.Host}:{settings.Port}/{settings.Database}";
    }

    /// <summary>What is wrong with a shard's identity, as a sentence; null: nothing.</summary>
    internal static async Task<string?> FindIdentityProblemAsync(
        string connection, int shard, Guid store, CancellationToken cancellation)
    {
        await using var session = await ConnectAsync(connection, cancellation);
        return await FindIdentityProblemAsync(session, shard, store, cancellation) is { } problem
            ? $"shard-{shard:00} at {AddressOf(connection)} is {problem}"
            : null;
    }

    /// <summary>The same of a session's shard, as what follows on "is".</summary>
    internal static async Task<string?> FindIdentityProblemAsync(
        NpgsqlConnection session, int shard, Guid store, CancellationToken cancellation)
    {
        await using var read = session.Command("select store, shard from auctions.identity");
        var found = await read.RowsAsync(row => (Store: row.GetGuid(0), Shard: row.GetInt32(1)), cancellation);
        return found.Count == 0 ? "no shard yet. Run \"auctions db migrate\" on the store."
            : found[0] == (store, shard) ? null
            : $"shard {found[0].Shard} of {(found[0].Store == store ? "this" : "another")} store. Name " +
                "the shards in Storage:Shards in the order of their numbers.";
    }

    private static async Task<Guid> FillMetaAsync(PostgresStoreOptions options, CancellationToken cancellation)
    {
        await using var session = await ConnectAsync(options.Meta, cancellation);
        return await MetaDatabase.FillAsync(
            session, options.Shards.Count, withIdentityKey: options.IdentityKeyFile is null, cancellation);
    }

    private static async Task<DatabaseReport> MigrateShardAsync(
        string connection, int shard, Guid store, CancellationToken cancellation)
    {
        var name = $"shard-{shard:00}";
        var migrator = new Migrator(connection, name, "shard");
        try
        {
            var applied = await migrator.MigrateAsync(cancellation);
            await IdentifyAsync(connection, shard, store, cancellation);
            return new DatabaseReport(
                name, AddressOf(connection), await migrator.ReadStateAsync(cancellation), applied, null)
            {
                Notes = await migrator.ReadNotesAsync(cancellation),
            };
        }
        catch (Exception failed) when (failed is StorageException or NpgsqlException)
        {
            return new DatabaseReport(name, AddressOf(connection), null, [], failed.Message);
        }
    }

    // A shard keeps its number and its store for ever.
    private static async Task IdentifyAsync(
        string connection, int shard, Guid store, CancellationToken cancellation)
    {
        await using var session = await ConnectAsync(connection, cancellation);
        await using var claim = session.Command(
            "insert into auctions.identity (store, shard) values ($1, $2) on conflict do nothing",
            Ask.Of(store),
            Ask.Of(shard));
        await claim.ExecuteNonQueryAsync(cancellation);
        if (await FindIdentityProblemAsync(session, shard, store, cancellation) is { } problem)
        {
            throw new StorageException($"shard-{shard:00} at {AddressOf(connection)} is {problem}");
        }
    }

    private static async Task<DatabaseReport> ExamineAsync(
        string connection, string name, string kind, CancellationToken cancellation)
    {
        var migrator = new Migrator(connection, name, kind);
        try
        {
            var state = await migrator.ReadStateAsync(cancellation);
            migrator.Refuse(state);
            var problem = state switch
            {
                { IsCurrent: false } =>
                    $"{name} is {(state.Applied == 0 ? "empty" : "of an older version")}: run auctions db migrate.",
                { HasDrifted: true } => $"{name} was changed by hand since it was migrated.",
                _ => null,
            };
            return new DatabaseReport(name, AddressOf(connection), state, [], problem)
            {
                Notes = kind == "shard" && state.IsCurrent ? await migrator.ReadNotesAsync(cancellation) : [],
            };
        }
        catch (StorageException failed)
        {
            return new DatabaseReport(name, AddressOf(connection), null, [], failed.Message);
        }
    }
}
