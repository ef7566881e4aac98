using Auctions.Engine.Ports;
using Npgsql;

namespace Auctions.Storage.Postgres.Connections;

/// <summary>
/// One database under one role: a small pool, and a hard deadline around everything that is asked.
/// </summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;

    /// <summary>Makes a pool; nothing connects yet.</summary>
    /// <param name="connection">Where it is and who logs in.</param>
    /// <param name="name">The pool's name, for its metrics.</param>
    /// <param name="role">The role all statements run as; null: whoever logs in.</param>
    /// <param name="connectionsMax">Size of the pool.</param>
    /// <param name="connect">How long it may take to get a connection, in whole seconds.</param>
    public PostgresDatabase(string connection, string name, string? role, int connectionsMax, TimeSpan connect)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection)
        {
            ApplicationName = $"OrleansAuctions {name}",
            MinPoolSize = Math.Min(2, connectionsMax),
            MaxPoolSize = connectionsMax,

            // Deadlines of requests are our own, and their end closes the socket.
            Timeout = Math.Max(1, (int)Math.Ceiling(connect.TotalSeconds)),
            CommandTimeout = 0,
            TcpKeepAlive = true,

            // Roles and prepared statements outlive their user, so that borrowing a connection costs no round trip.
            NoResetOnClose = true,
            MaxAutoPrepare = 40,
            AutoPrepareMinUsages = 2,
        };
        if (role is not null)
        {
            settings.RunAs(role);
        }

        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = name };
        _source = builder.Build();
        Name = name;
        Address = $"{settings.Host}:{settings.Port}/{settings.Database}";
    }

    /// <summary>The pool's name.</summary>
    public string Name { get; }

    /// <summary>Where the database is, for people: no secret in it.</summary>
    public string Address { get; }

    /// <summary>Asks, and gives up at the deadline by closing the socket.</summary>
    /// <param name="deadline">How long it may take, a new connection included.</param>
    /// <param name="ask">What is asked; its token is never cancelled.</param>
    /// <param name="cancellation">Gives up earlier, in the same way.</param>
    /// <exception cref="JournalException">No answer, or no success; what that means is in its fault.</exception>
    public async Task<T> AskAsync<T>(
        TimeSpan deadline,
        Func<NpgsqlConnection, CancellationToken, Task<T>> ask,
        CancellationToken cancellation = default)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(deadline);
        await using var connection = await ConnectAsync(late.Token);
        var hangUp = late.Token.Register(HangUp.Of(connection));
        string? warning = null;
        connection.Notice += (_, told) => warning ??= IsWarning(told.Notice) ? told.Notice.MessageText : null;
        try
        {
            // The driver knows of no deadline, or it would try to cancel.
            var answer = await ask(connection, CancellationToken.None);
            await hangUp.DisposeAsync();
            if (warning is null && !late.IsCancellationRequested)
            {
                return answer;
            }
        }
        catch (Exception failed)
        {
            throw PostgresFaults.Translate(failed, connection);
        }
        finally
        {
            await hangUp.DisposeAsync();
            if (late.IsCancellationRequested)
            {
                // The driver may not have noticed that its socket is closed: nobody shall be given it again.
                _source.Clear();
            }
        }

        // A commit that waited for its standby in vain reports success with a warning.
        throw new JournalException(
            JournalFault.Unknown, $"{Name} at {Address}: {warning ?? "the answer came too late"}.");
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellation)
    {
        try
        {
            return await _source.OpenConnectionAsync(cancellation);
        }
        catch (Exception failed) when (failed is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            // Nothing was sent yet.
            throw new JournalException(
                JournalFault.Unavailable, $"{Name} at {Address} cannot be reached: {failed.Message}", failed);
        }
    }

    private static bool IsWarning(PostgresNotice notice) =>
        notice.InvariantSeverity is not ("NOTICE" or "INFO" or "DEBUG" or "LOG");
}
