using System.Diagnostics;
using System.Runtime.CompilerServices;
using Auctions.Engine.Ports;
using Auctions.Storage.Heat;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Auctions.Storage.Postgres.Connections;

/// <summary>
/// One database under one role: a small pool, a hard deadline around everything that is asked, and a breaker that turns
/// away what is asked while the server is silent.
/// </summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    // Nearly the deadlines of two requests.
    private const double SilenceByRequest = 0.9 * 2;
    private const double TrialByRequest = 0.5;
    private const double ConnectByRequest = 1.5;

    private static readonly TimeSpan TrialMax = TimeSpan.FromSeconds(5);

    // A server that is down, recovers or has no room for one more says so at once, and starts a process to say it:
    // asked by everyone all the time, it takes the machine from what else runs there.
    private static readonly TimeSpan ConnectPause = TimeSpan.FromMilliseconds(200);

    private readonly NpgsqlDataSource _source;
    private readonly Breaker _breaker;

    // When a connection could not be had, if nothing was answered since it was asked for; else 0.
    private long _refusedAt;
    private long _answeredAt;

    /// <summary>Makes a pool; nothing connects yet.</summary>
    /// <param name="connection">Where it is and who logs in.</param>
    /// <param name="name">The pool's name, for its metrics.</param>
    /// <param name="role">The role all statements run as; null: whoever logs in.</param>
    /// <param name="connectionsMax">Size of the pool.</param>
    /// <param name="request">What most requests may take: its breaker goes by that.</param>
    /// <param name="logger">Told when its breaker opens and closes; null: nobody is.</param>
    public PostgresDatabase(
        string connection,
        string name,
        string? role,
        int connectionsMax,
        TimeSpan request,
        ILogger? logger = null)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection)
        {
            ApplicationName = $"OrleansAuctions {name}",
            MinPoolSize = Math.Min(2, connectionsMax),
            MaxPoolSize = connectionsMax,

            // Deadlines of requests are our own, and their end closes the socket. Connecting may take all of one: a
            // server that is short of processors takes long to start a session, and longer for who begins anew. This
            // ends what nobody waits for any more.
            Timeout = (int)Math.Ceiling(ConnectByRequest * request.TotalSeconds),
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
        var trial = TrialByRequest * request;
        _breaker = new Breaker(
            name,
            Address,
            SilenceByRequest * request,
            closed => TryAsync(trial < TrialMax ? trial : TrialMax, closed),
            logger ?? NullLogger.Instance);
    }

    /// <summary>The pool's name.</summary>
    public string Name { get; }

    /// <summary>Where the database is, for people: no secret in it.</summary>
    public string Address { get; }

    /// <summary>
    /// Asks, and gives up at the deadline by closing the socket. While the server is silent nothing is sent; and where
    /// a connection could not be had, the next one is tried a fifth of a second later, unless something was answered.
    /// </summary>
    /// <param name="deadline">How long it may take, a new connection included.</param>
    /// <param name="ask">What is asked; its token is never cancelled.</param>
    /// <param name="cancellation">Gives up earlier, in the same way.</param>
    /// <param name="what">What is asked, for people; the method that asks.</param>
    /// <exception cref="JournalException">No answer, or no success; what that means is in its fault.</exception>
    public Task<T> AskAsync<T>(
        TimeSpan deadline,
        Func<NpgsqlConnection, CancellationToken, Task<T>> ask,
        CancellationToken cancellation = default,
        [CallerMemberName] string what = "") =>
        _breaker.IsOpen ? TurnAway<T>("is silent; until it answers nothing is sent.")
        : IsPausing() ? TurnAway<T>("could not be reached just now; it is tried again in a moment.")
        : AskAnywayAsync(deadline, ask, cancellation, what);

    /// <summary>The same, also while the server is silent: for what must be known if it can be.</summary>
    public async Task<T> AskAnywayAsync<T>(
        TimeSpan deadline,
        Func<NpgsqlConnection, CancellationToken, Task<T>> ask,
        CancellationToken cancellation,
        [CallerMemberName] string what = "")
    {
        var asked = Stopwatch.GetTimestamp();
        var told = await TellAsync(deadline, ask, cancellation);
        SlowStatements.OfThisProcess.Ended(
            Name, what, Stopwatch.GetElapsedTime(asked), failed: told.Failure is not null);
        if (told.IsAnswered)
        {
            Volatile.Write(ref _answeredAt, Stopwatch.GetTimestamp());
            Volatile.Write(ref _refusedAt, 0);
        }
        else if (!told.IsConnected && asked > Volatile.Read(ref _answeredAt))
        {
            Volatile.Write(ref _refusedAt, Stopwatch.GetTimestamp());
        }

        // Who gave up early has learned nothing. Many who ask give up themselves when the deadline ends.
        if (told.IsAnswered || !cancellation.IsCancellationRequested ||
            Stopwatch.GetElapsedTime(asked) > 0.9 * deadline)
        {
            await _breaker.ReportAsync(told.IsAnswered);
        }

        return told.Failure is null ? told.Answer! : throw told.Failure;
    }

    public async ValueTask DisposeAsync()
    {
        await _breaker.DisposeAsync();
        await _source.DisposeAsync();
    }

    private Task<T> TurnAway<T>(string why) =>
        Task.FromException<T>(new JournalException(JournalFault.Unavailable, $"{Name} at {Address} {why}"));

    // Once the pause is over one may try for all others, who wait for it until the next pause is over.
    private bool IsPausing()
    {
        var refusedAt = Volatile.Read(ref _refusedAt);
        return refusedAt != 0 && (Stopwatch.GetElapsedTime(refusedAt) < ConnectPause ||
            Interlocked.CompareExchange(ref _refusedAt, Stopwatch.GetTimestamp(), refusedAt) != refusedAt);
    }

    private async Task<Told<T>> TellAsync<T>(
        TimeSpan deadline, Func<NpgsqlConnection, CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(deadline);
        NpgsqlConnection opened;
        try
        {
            opened = await OpenAsync(late.Token);
        }
        catch (Exception failed) when (failed is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            // Nothing was sent yet.
            return new Told<T>(
                default,
                new JournalException(
                    JournalFault.Unavailable, $"{Name} at {Address} cannot be reached: {WhyOf(failed)}", failed),
                PostgresFaults.IsRefusedLogin(failed))
            {
                IsConnected = false,
            };
        }

        await using var connection = opened;
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
                return new Told<T>(answer, null, IsAnswered: true);
            }
        }
        catch (Exception failed)
        {
            return new Told<T>(
                default,
                PostgresFaults.Translate(failed, connection),
                PostgresFaults.IsAnswer(failed, connection.State));
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
        var unknown = new JournalException(
            JournalFault.Unknown, $"{Name} at {Address}: {warning ?? "the answer came too late"}.");
        return new Told<T>(default, unknown, IsAnswered: true);
    }

    // While it logs in the driver heeds nobody who gives up.
    private async Task<NpgsqlConnection> OpenAsync(CancellationToken late)
    {
        var opening = _source.OpenConnectionAsync(late).AsTask();
        try
        {
            return await opening.WaitAsync(late);
        }
        catch (OperationCanceledException)
        {
            // It may be had in this very moment: then too it goes back.
            _ = GiveBackAsync(opening);
            throw;
        }
    }

    private static async Task GiveBackAsync(Task<NpgsqlConnection> opening)
    {
        try
        {
            await using var unwanted = await opening;
        }
        catch (Exception failed) when (failed is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            // Who asked has been told that there is no connection.
        }
    }

    private async Task TryAsync(TimeSpan deadline, CancellationToken cancellation)
    {
        // Connections that were idle since before the silence may be dead without knowing it.
        _source.Clear();
        try
        {
            await AskAnywayAsync(
                deadline,
                async (connection, token) =>
                {
                    await using var command = connection.Command("select 1");
                    return await command.ExecuteScalarAsync(token);
                },
                cancellation);
        }
        catch (JournalException)
        {
            // The breaker knows.
        }
    }

    private static string WhyOf(Exception failed) =>
        failed is OperationCanceledException ? "no connection in time." : failed.Message;

    private static bool IsWarning(PostgresNotice notice) =>
        notice.InvariantSeverity is not ("NOTICE" or "INFO" or "DEBUG" or "LOG");

    private readonly record struct Told<T>(T? Answer, JournalException? Failure, bool IsAnswered)
    {
        public bool IsConnected { get; init; } = true;
    }
}
