using Auctions.Chaos.Databases;
using Auctions.Processes;
using Npgsql;

namespace Auctions.Chaos.Machines;

/// <summary>
/// A PostgreSQL server of one scenario's own: on a disk of its own, in a network of its own, with settings of its own,
/// as the scenario asks.
/// </summary>
internal sealed class PostgresServer : IDatabaseServer
{
    private static int _count;

    private readonly ThrowawayPostgres _made;
    private readonly Stack<IAsyncDisposable> _beneath = new();
    private int _postmaster;

    private PostgresServer(ThrowawayPostgres made)
    {
        _made = made;
        Process = made.Servers[0];
        _postmaster = Process.Id;
        Connection = In("postgres", made.Connections[0]);
        DirectConnection = new NpgsqlConnectionStringBuilder(Connection)
        {
            Host = Path.GetDirectoryName(Process.Data),
        }.ConnectionString;
    }

    /// <summary>Its processes.</summary>
    public PostgresProcess Process { get; private set; }

    public string Connection { get; private set; }

    /// <summary>By a socket in the file system, which no network is part of.</summary>
    public string DirectConnection { get; }

    /// <summary>Whether its postmaster runs.</summary>
    public bool IsRunning => Process.IsRunning(_postmaster);

    private string Backup => $"{Process.Data}-backup";

    /// <summary>What it was put onto, or into.</summary>
    public T Beneath<T>() => _beneath.OfType<T>().Single();

    /// <summary>Makes an ordinary one, and starts it.</summary>
    public static async Task<PostgresServer> StartAsync(Workshop workshop) =>
        new(await ThrowawayPostgres.StartAsync(
            1, Path.Combine(workshop.Folder, $"postgres-{Interlocked.Increment(ref _count)}")));

    public string ReadLog() => File.Exists(Process.Log) ? File.ReadAllText(Process.Log) : "";

    /// <summary>Changes its settings, with a restart.</summary>
    public Task SetAsync(params (string Name, string Value)[] settings) => RestartAsync(() =>
        File.AppendAllLinesAsync(
            Path.Combine(Process.Data, "postgresql.conf"),
            settings.Select(setting => $"{setting.Name} = '{setting.Value}'")));

    /// <summary>Puts it, or a directory of it, onto something that goes when it goes; with a restart.</summary>
    /// <param name="put">Puts a directory, of which the path is given, onto it.</param>
    /// <param name="within">The directory's path within that of the data.</param>
    public async Task<T> PutOntoAsync<T>(Func<string, Task<T>> put, string within = "")
        where T : IAsyncDisposable
    {
        T made = default!;
        await RestartAsync(async () =>
        {
            made = await put(Path.Combine(Process.Data, within).TrimEnd('/'));
            _beneath.Push(made);
        });
        return made;
    }

    /// <summary>Puts it into a network of its own, with a restart.</summary>
    public async Task<PrivateNetwork> PutIntoNetworkAsync()
    {
        var network = await PrivateNetwork.MakeAsync();
        _beneath.Push(network);
        await RestartAsync(async () =>
        {
            Process = Process with { Within = network.Prefix };
            await File.AppendAllTextAsync(
                Path.Combine(Process.Data, "postgresql.conf"), $"listen_addresses = '{network.There}'\n");
            await File.AppendAllTextAsync(
                Path.Combine(Process.Data, "pg_hba.conf"), $"host all all {network.Subnet} scram-sha-256\n");
        });
        Connection = new NpgsqlConnectionStringBuilder(Connection) { Host = $"{network.There}" }.ConnectionString;
        return network;
    }

    /// <summary>Makes a standby without which nothing commits.</summary>
    public async Task<PostgresStandby> AddStandbyAsync(CancellationToken cancellation)
    {
        var standby = await PostgresStandby.StartAsync(Process, Connection, cancellation);
        _beneath.Push(standby);
        return standby;
    }

    /// <summary>Makes a base backup of it as it runs.</summary>
    public Task BackUpAsync()
    {
        var address = new NpgsqlConnectionStringBuilder(DirectConnection);
        return Process.CommandAsync(
        [
            $"{Process.Binaries}/pg_basebackup", "-h", address.Host!, "-p", $"{address.Port}", "-U", address.Username!,
            "-D", Backup, "-X", "stream", "-c", "fast",
        ]);
    }

    /// <summary>Puts the backup in the place of its data, with a restart.</summary>
    public Task RestoreAsync() => RestartAsync(() =>
    {
        Directory.Delete(Process.Data, recursive: true);
        Directory.Move(Backup, Process.Data);
        return Task.CompletedTask;
    });

    /// <summary>Starts it unless it recovers by itself, and waits until it takes connections.</summary>
    public async Task UntilUpAsync(CancellationToken cancellation)
    {
        await Until.TrueAsync(
            async () =>
            {
                if (!IsRunning)
                {
                    await StartAsync(cancellation);
                }

                return await TakesConnectionsAsync(cancellation);
            },
            $"the server in {Process.Data} takes connections",
            cancellation: cancellation);
    }

    /// <summary>Does something while it is stopped, in good order.</summary>
    public async Task RestartAsync(Func<Task> meanwhile)
    {
        await Process.StopAsync();
        await meanwhile();

        // What was changed is to survive a power cut, too.
        await Command.RunAsync(["sync", "-f", Process.Data]);
        await StartAsync(CancellationToken.None);
    }

    public Task KillAsync(CancellationToken cancellation) => Process.KillAsync(_postmaster);

    public Task StopAsync(CancellationToken cancellation) => Process.StopImmediateAsync();

    public async Task StartAsync(CancellationToken cancellation)
    {
        await Process.StartAsync();
        _postmaster = Process.Id;
    }

    public void Freeze() => Process.Freeze();

    public void Thaw() => Process.Thaw();

    public async ValueTask DisposeAsync()
    {
        await KillAsync(CancellationToken.None);
        var failures = new List<Exception>();
        foreach (var beneath in _beneath.Append(_made))
        {
            try
            {
                await beneath.DisposeAsync();
            }
            catch (Exception failed)
            {
                failures.Add(failed);
            }
        }

        if (failures.Count > 0)
        {
            throw new AggregateException($"Not everything of the server in {Process.Data} could be removed.", failures);
        }
    }

    private async Task<bool> TakesConnectionsAsync(CancellationToken cancellation)
    {
        try
        {
            await using var session = await Sql.OpenAsync(DirectConnection, cancellation);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static string In(string database, string connection) =>
        new NpgsqlConnectionStringBuilder(connection) { Database = database }.ConnectionString;
}
