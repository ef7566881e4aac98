using System.Data;
using Auctions.Engine.Ports;
using Auctions.Storage.ReadModels;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Auctions.Storage.Postgres.Replicas;

/// <summary>
/// Reads one shard for lists and history: from a replica that is new enough, else from the primary, else from a replica
/// however old, which then says so.
/// </summary>
internal sealed class ShardReader : IAsyncDisposable
{
    // Of the time a read may take: what all replicas together may use up, so that the primary still answers in time,
    // and what is left to them after the primary.
    private const double ReplicasShare = 0.3;

    private readonly PostgresShard _shard;
    private readonly ShardReplica[] _replicas;
    private readonly TimeSpan _patience;
    private readonly TimeSpan _lagMax;
    private readonly ShardTime _time;
    private readonly ILogger _logger;
    private int _isPrimaryGone;

    /// <summary>Makes the replicas' pools; nothing connects yet.</summary>
    public ShardReader(PostgresShard shard, PostgresStoreOptions options, Guid store, ShardTime time, ILogger logger)
    {
        _shard = shard;
        _patience = options.ReadPatience;
        _lagMax = options.ReplicaLagMax;
        _time = time;
        _logger = logger;
        _replicas =
        [
            .. options.ReplicasOf(shard.Number).Select((connection, number) =>
                new ShardReplica(number, connection, shard, store, options.ReplicaLagMax, time, logger)),
        ];

        // Many processes use all replicas; each keeps to one while it is well, so that its lists do not jump to and
        // fro between older and newer.
        Random.Shared.Shuffle(_replicas);
    }

    public int ReplicaCount => _replicas.Length;

    public bool HasReplicas => ReplicaCount > 0;

    /// <summary>Asks a replica or the primary.</summary>
    /// <exception cref="JournalException">None of them can answer, or not in time.</exception>
    public async Task<Dated<T>> AskAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> ask, CancellationToken cancellation) =>
        (await AskAsync(default, ask, cancellation))!.Value;

    /// <summary>
    /// Asks a replica or the primary; null: the stream has not come as far as needed, or the answer was null.
    /// </summary>
    /// <exception cref="JournalException">
    /// None of them can answer, or not in time; or the primary cannot and no replica has come as far.
    /// </exception>
    public async Task<Dated<T>?> AskAsync<T>(
        Reach reach, Func<NpgsqlConnection, CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        if (!HasReplicas)
        {
            return await AskPrimaryAsync(reach, _patience, ask, cancellation);
        }

        var started = _time.GetTimestamp();
        if (await AskReplicasAsync(reach, isLastResort: false, ask, cancellation) is { } current)
        {
            ReportPrimary(gone: null);
            return current;
        }

        try
        {
            var newest = await AskPrimaryAsync(reach, LeftToPrimary(started), ask, cancellation);
            ReportPrimary(gone: null);
            return newest;
        }
        catch (JournalException gone)
        {
            cancellation.ThrowIfCancellationRequested();
            if (await AskReplicasAsync(reach, isLastResort: true, ask, cancellation) is not { } old)
            {
                throw;
            }

            // While a replica is as new as it should be nothing has changed for most who read.
            if (_time.GetUtcNow() - old.AsOf > _lagMax)
            {
                ReportPrimary(gone.Message);
            }

            return old;
        }
    }

    /// <summary>Asks the primary, which has whatever is durable.</summary>
    /// <exception cref="JournalException">It cannot answer.</exception>
    public Task<T> AskPrimaryAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> ask, CancellationToken cancellation) =>
        AskPrimaryAsync(_patience, ask, cancellation);

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }
    }

    // What the replicas are left with afterwards comes off.
    private TimeSpan LeftToPrimary(long started)
    {
        var used = _time.GetElapsedTime(started);
        var share = ReplicasShare * _patience;
        return _patience - share - (used < share ? used : share);
    }

    private async Task<Dated<T>?> AskReplicasAsync<T>(
        Reach reach,
        bool isLastResort,
        Func<NpgsqlConnection, CancellationToken, Task<T>> ask,
        CancellationToken cancellation)
    {
        var started = _time.GetTimestamp();
        foreach (var replica in isLastResort ? _replicas.OrderByDescending(one => one.Seen) : _replicas.AsEnumerable())
        {
            var left = (ReplicasShare * _patience) - _time.GetElapsedTime(started);
            if (left > TimeSpan.Zero &&
                await replica.ReadAsync(reach, isLastResort, left, ask, cancellation) is { } read)
            {
                return read;
            }
        }

        return null;
    }

    private async Task<Dated<T>?> AskPrimaryAsync<T>(
        Reach reach,
        TimeSpan deadline,
        Func<NpgsqlConnection, CancellationToken, Task<T>> ask,
        CancellationToken cancellation)
    {
        // Taken before it is asked: what is durable by now will be seen.
        var asOf = _time.GetUtcNow() - (_time.Uncertainty ?? TimeSpan.Zero);
        if (reach.Needed == 0)
        {
            var answer = await AskPrimaryAsync(deadline, ask, cancellation);
            return answer is null ? null : new Dated<T>(answer, asOf);
        }

        return await AskPrimaryAsync<Dated<T>?>(
            deadline,
            async (session, token) =>
            {
                await using var snapshot = await session.BeginTransactionAsync(IsolationLevel.RepeatableRead, token);
                var standing = await Standing.ReadAsync(session, reach, token);
                return standing?.StreamEnd >= reach.Needed && await ask(session, token) is { } answer
                    ? new Dated<T>(answer, asOf)
                    : null;
            },
            cancellation);
    }

    private Task<T> AskPrimaryAsync<T>(
        TimeSpan deadline, Func<NpgsqlConnection, CancellationToken, Task<T>> ask, CancellationToken cancellation) =>
        _shard.IsAdmitted
            ? _shard.Reading.AskAsync(deadline, ask, cancellation, "Read")
            : throw new JournalException(JournalFault.Unavailable, $"{_shard.Name} was not reached yet.");

    private void ReportPrimary(string? gone)
    {
        if (Interlocked.Exchange(ref _isPrimaryGone, gone is null ? 0 : 1) == (gone is null ? 0 : 1))
        {
            return;
        }

        if (gone is null)
        {
            Log.PrimaryBack(_logger, _shard.Name);
        }
        else
        {
            Log.PrimaryGone(_logger, _shard.Name, gone);
        }
    }
}
