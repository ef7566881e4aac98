using System.Runtime.CompilerServices;
using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.Journal;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Auctions.Storage.Postgres;

/// <summary>One shard: the connections of each duty, and whether it may be used yet.</summary>
internal sealed class PostgresShard : IAsyncDisposable
{
    /// <summary>Most connections that a process opens to a shard.</summary>
    public const int ConnectionsMax = JournalConnectionsMax + ListConnectionsMax + ProjectorConnectionsMax;

    private const int JournalConnectionsMax = 6;
    private const int JournalConnectionsReady = 4;
    private const int ListConnectionsMax = 4;
    private const int ProjectorConnectionsMax = 1;

    private readonly PostgresDatabase _journal;
    private volatile bool _isAdmitted;

    public PostgresShard(
        int number, string connection, TimeProvider time, TimeSpan request, ILogger? logger = null)
    {
        Number = number;
        Connection = connection;
        Name = $"shard-{number:00}";
        Lists = new ListColumns(time);
        _journal = new PostgresDatabase(
            connection, Name, PostgresRoles.Writer, JournalConnectionsMax, request, logger);
        Reading = new PostgresDatabase(
            connection, $"{Name}-lists", PostgresRoles.Reader, ListConnectionsMax, request, logger);
        Projecting = new PostgresDatabase(
            connection, $"{Name}-projector", PostgresRoles.Projector, ProjectorConnectionsMax, request, logger);
    }

    public int Number { get; }

    /// <summary>The pool's name, for logs and metrics.</summary>
    public string Name { get; }

    /// <summary>Where it is and who logs in; holds a secret.</summary>
    public string Connection { get; }

    public string Address => _journal.Address;

    /// <summary>Which list columns are behind.</summary>
    public ListColumns Lists { get; }

    /// <summary>For lists and history.</summary>
    public PostgresDatabase Reading { get; }

    /// <summary>For the read model.</summary>
    public PostgresDatabase Projecting { get; }

    /// <summary>
    /// Whether it is the shard it should be, at this version, with settings that keep what is committed.
    /// </summary>
    public bool IsAdmitted
    {
        get => _isAdmitted;
        set => _isAdmitted = value;
    }

    /// <summary>Asks the journal's tables.</summary>
    /// <exception cref="JournalException">No answer, or no success, or it was never admitted.</exception>
    public Task<T> AskAsync<T>(
        TimeSpan deadline,
        Func<NpgsqlConnection, CancellationToken, Task<T>> ask,
        CancellationToken cancellation,
        [CallerMemberName] string what = "") =>
        IsAdmitted ? _journal.AskAsync(deadline, ask, cancellation, what) : throw NotReached();

    /// <summary>
    /// The same, to settle what was sent before: also while the server is silent, when nothing else is sent.
    /// </summary>
    /// <exception cref="JournalException">No answer, or no success, or it was never admitted.</exception>
    public Task<T> SettleAsync<T>(
        TimeSpan deadline,
        Func<NpgsqlConnection, CancellationToken, Task<T>> ask,
        CancellationToken cancellation,
        [CallerMemberName] string what = "") =>
        IsAdmitted ? _journal.AskAnywayAsync(deadline, ask, cancellation, what) : throw NotReached();

    /// <summary>Asks before it is admitted: whether it may be.</summary>
    public Task<T> ExamineAsync<T>(TimeSpan deadline, Func<NpgsqlConnection, CancellationToken, Task<T>> ask) =>
        _journal.AskAsync(deadline, ask);

    /// <summary>
    /// Has the connections at hand that auctions need when they are taken over: to open them, to write, to beat and to
    /// look for what is due.
    /// </summary>
    /// <exception cref="JournalException">One of them cannot be had in time.</exception>
    public Task ConnectAsync(TimeSpan deadline, CancellationToken cancellation) =>
        Task.WhenAll(Enumerable.Range(0, JournalConnectionsReady).Select(_ => _journal.AskAsync(
            deadline,
            async (session, token) =>
            {
                await using var command = session.Command("select 1");
                return await command.ExecuteScalarAsync(token);
            },
            cancellation)));

    public async ValueTask DisposeAsync()
    {
        await Reading.DisposeAsync();
        await Projecting.DisposeAsync();
        await _journal.DisposeAsync();
    }

    private JournalException NotReached() =>
        new(JournalFault.Unavailable, $"{Name} at {Address} was not reached yet.");
}
