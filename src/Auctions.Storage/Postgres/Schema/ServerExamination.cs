using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.Meta;
using Auctions.Storage.Postgres.Statements;
using Npgsql;

namespace Auctions.Storage.Postgres.Schema;

/// <summary>Looks at the servers that a store is on, as one who logs in there; changes nothing.</summary>
public static class ServerExamination
{
    private const int ClockReadings = 5;
    private const int PatienceSeconds = Deployment.ConnectSeconds;

    /// <summary>The meta database's server first, then those of the shards, in their order; all at once.</summary>
    /// <param name="options">Which store.</param>
    /// <param name="time">This machine's clock.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<IReadOnlyList<ServerFacts>> RunAsync(
        PostgresStoreOptions options, TimeProvider time, CancellationToken cancellation) =>
        await Task.WhenAll(options.Shards
            .Select((connection, shard) => ExamineAsync(
                connection,
                $"shard-{shard:00}",
                PostgresShard.ConnectionsMax,
                options.AllowUnsafe ?? [],
                time,
                cancellation))
            .Prepend(ExamineAsync(
                options.Meta,
                "meta",
                MetaDatabase.ConnectionsMax + PostgresHeatHistory.ConnectionsMax + ClusterDatabase.ConnectionsMax,
                options.AllowUnsafe ?? [],
                time,
                cancellation)));

    private static async Task<ServerFacts> ExamineAsync(
        string connection,
        string name,
        int connectionsPerProcess,
        IReadOnlyList<string> allowUnsafe,
        TimeProvider time,
        CancellationToken cancellation)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection)
        {
            ApplicationName = "OrleansAuctions doctor",
            Pooling = false,
            Timeout = PatienceSeconds,
            CommandTimeout = PatienceSeconds,
            CancellationTimeout = 500,
        };
        var facts = new ServerFacts(name, Deployment.AddressOf(connection))
        {
            ConnectionsPerProcess = connectionsPerProcess,
            IsLocal = TransportSecurity.StaysHere(settings),
        };
        try
        {
            await using var session = new NpgsqlConnection(settings.ConnectionString);
            await session.OpenAsync(cancellation);
            return await LookAsync(session, facts, allowUnsafe, time, cancellation);
        }
        catch (Exception failed) when (failed is NpgsqlException or TimeoutException or ArgumentException)
        {
            return facts with { Failure = failed.Message };
        }
    }

    private static async Task<ServerFacts> LookAsync(
        NpgsqlConnection session,
        ServerFacts facts,
        IReadOnlyList<string> allowUnsafe,
        TimeProvider time,
        CancellationToken cancellation)
    {
        await using var examine = session.Command(Statement.Examine);
        var seen = await examine.RowsAsync(
            row => facts with
            {
                Version = row.GetInt32(0),
                ConnectionsFree = row.GetInt32(1),
                IsEncrypted = row.GetBoolean(2),
                IsStandby = row.GetBoolean(3),
                SynchronousStandbys = row.GetString(4),
                PasswordEncryption = row.GetString(5),
                ChecksAsserts = row.GetBoolean(6),
                IsSuperuser = row.GetBoolean(7),
            },
            cancellation);
        await using var how = session.Command(Statement.Settings);
        var rows = await how.RowsAsync(row => KeyValuePair.Create(row.GetString(0), row.GetString(1)), cancellation);
        var (ahead, uncertainty) = await CompareClocksAsync(session, time, cancellation);
        return seen[0] with
        {
            Unsafe = PostgresSettings.ProblemsOf($"{facts.Name} at {facts.Address}", rows.ToDictionary(), allowUnsafe),
            ClockAhead = ahead,
            ClockUncertainty = uncertainty,
        };
    }

    // The server read its clock some time between question and answer; the fastest round trip leaves least doubt.
    private static async Task<(TimeSpan Ahead, TimeSpan Uncertainty)> CompareClocksAsync(
        NpgsqlConnection session, TimeProvider time, CancellationToken cancellation)
    {
        var best = (Ahead: TimeSpan.Zero, Uncertainty: TimeSpan.MaxValue);
        for (var reading = 0; reading < ClockReadings; reading++)
        {
            await using var ask = session.Command("select clock_timestamp()");
            var asked = time.GetTimestamp();
            var before = time.GetUtcNow();
            var there = await ask.ValueAsync<DateTime>(cancellation);
            var half = time.GetElapsedTime(asked) / 2;
            if (half < best.Uncertainty)
            {
                best = (there - (before.UtcDateTime + half), half);
            }
        }

        return best;
    }
}
