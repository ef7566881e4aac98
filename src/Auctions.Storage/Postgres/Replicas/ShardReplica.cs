using System.Data;
using Auctions.Engine.Codec;
using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.ReadModels;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Auctions.Storage.Postgres.Replicas;

/// <summary>
/// A streaming replica of a shard. With every read, in the same snapshot, it proves that it still is one and how far it
/// has come. While something is wrong with it one read in a second tries it for all others.
/// </summary>
internal sealed class ShardReplica : IAsyncDisposable
{
    private const int ConnectionsMax = 8;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private readonly PostgresDatabase _database;
    private readonly Guid _store;
    private readonly int _shard;
    private readonly TimeSpan _lagMax;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    private readonly Lock _changing = new();
    private string? _trouble;
    private bool _isOnlyOld;
    private long _restsSince;
    private long _seen;

    /// <summary>Makes its pool; nothing connects yet.</summary>
    /// <param name="number">Its number among the shard's replicas.</param>
    /// <param name="connection">Where it is and who logs in.</param>
    /// <param name="shard">Which shard it has to be of.</param>
    /// <param name="store">Which store it has to be of.</param>
    /// <param name="lagMax">How old its newest heartbeat may be.</param>
    /// <param name="time">The shards' time.</param>
    /// <param name="logger">Told when reads leave it and when they come back.</param>
    public ShardReplica(
        int number,
        string connection,
        PostgresShard shard,
        Guid store,
        TimeSpan lagMax,
        TimeProvider time,
        ILogger logger)
    {
        _store = store;
        _shard = shard.Number;
        _lagMax = lagMax;
        _time = time;
        _logger = logger;

        _database = new PostgresDatabase(
            connection,
            NameOf(shard.Number, number),
            PostgresRoles.Reader,
            ConnectionsMax,
            request: TimeSpan.FromSeconds(2));
    }

    /// <summary>The newest heartbeat it has shown, in ticks; 0: none yet.</summary>
    public long Seen => Volatile.Read(ref _seen);

    /// <summary>What it is called in logs and metrics.</summary>
    public static string NameOf(int shard, int number) => $"shard-{shard:00}-replica-{number}";

    /// <summary>
    /// Reads from it; null if it cannot answer, must not, has not come as far as asked, or answers null.
    /// </summary>
    /// <param name="reach">How far it has to have come.</param>
    /// <param name="isLastResort">Whether it may be older than it should be, and lack what is only wished for.</param>
    /// <param name="deadline">How long it may take.</param>
    /// <param name="ask">What is asked.</param>
    /// <param name="cancellation">Gives up, which is no fault of the replica.</param>
    public async Task<Dated<T>?> ReadAsync<T>(
        Reach reach,
        bool isLastResort,
        TimeSpan deadline,
        Func<NpgsqlConnection, CancellationToken, Task<T>> ask,
        CancellationToken cancellation)
    {
        if (!IsDue(isLastResort))
        {
            return null;
        }

        try
        {
            return await _database.AskAsync(
                deadline, (session, token) => ReadAsync(session, reach, isLastResort, ask, token), cancellation);
        }
        catch (JournalException failed)
        {
            cancellation.ThrowIfCancellationRequested();
            Report(failed is { Fault: JournalFault.Unknown, InnerException: { } cause }
                ? cause.Message
                : failed.Message);
            return null;
        }
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task<Dated<T>?> ReadAsync<T>(
        NpgsqlConnection session,
        Reach reach,
        bool isLastResort,
        Func<NpgsqlConnection, CancellationToken, Task<T>> ask,
        CancellationToken cancellation)
    {
        await using var snapshot = await session.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var standing = await Standing.ReadAsync(session, reach, cancellation);
        var now = _time.GetUtcNow();
        if (Standing.ReasonAgainst(standing, _store, _shard) is { } reason)
        {
            Report(reason);
            return null;
        }

        var asOf = standing!.Heartbeat!.Value;
        Volatile.Write(ref _seen, asOf.UtcTicks);
        var isOld = now - asOf > _lagMax;
        Report(isOld ? $"it is more than {_lagMax.TotalSeconds} s behind." : null, isOld);
        var wanted = isLastResort ? reach.Needed : Math.Max(reach.Needed, reach.Wished);
        if ((isOld && !isLastResort) || standing.StreamEnd < wanted)
        {
            return null;
        }

        try
        {
            var answer = await ask(session, cancellation);
            await snapshot.CommitAsync(cancellation);
            return answer is null ? null : new Dated<T>(answer, asOf < now ? asOf : now);
        }
        catch (CodecException)
        {
            // One damaged auction says nothing about all others here. The primary is asked for it.
            return null;
        }
    }

    private bool IsDue(bool isLastResort)
    {
        lock (_changing)
        {
            if (_trouble is null || (isLastResort && _isOnlyOld))
            {
                return true;
            }

            var now = _time.GetTimestamp();
            if (_time.GetElapsedTime(_restsSince, now) < Rest)
            {
                return false;
            }

            // The others go elsewhere until this one has told.
            _restsSince = now;
            return true;
        }
    }

    private void Report(string? trouble, bool isOnlyOld = false)
    {
        lock (_changing)
        {
            _restsSince = _time.GetTimestamp();
            if (trouble == _trouble)
            {
                return;
            }

            _trouble = trouble;
            _isOnlyOld = isOnlyOld;
        }

        if (trouble is null)
        {
            Log.ReplicaBack(_logger, _database.Name, _database.Address);
        }
        else
        {
            Log.ReplicaLeft(_logger, _database.Name, _database.Address, trouble);
        }
    }
}
