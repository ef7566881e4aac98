using Auctions.Core;
using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.Meta;
using Auctions.Storage.Postgres.Statements;

namespace Auctions.Storage.Postgres.Moving;

/// <summary>The databases of a store, connected to for one move.</summary>
internal sealed class MovingServers(PostgresStoreOptions options) : IAsyncDisposable
{
    private readonly PostgresDatabase _meta = new(
        options.Meta, "meta-move", role: null, connectionsMax: 1, MovingShard.Deadline);

    public PostgresStoreOptions Options => options;

    public MetaDatabase Meta { get; } = new(options.Meta);

    public IReadOnlyList<MovingShard> Shards { get; } =
        [.. options.Shards.Select((connection, number) => new MovingShard(number, connection))];

    /// <summary>Whether who logs in may change the slot map.</summary>
    public Task<bool> MayPinAsync(CancellationToken cancellation) => _meta.AskAsync(
        MovingShard.Deadline,
        async (session, token) =>
        {
            await using var may = session.Command(
                "select has_table_privilege('auctions.pin', 'insert') and " +
                "has_table_privilege('auctions.store', 'update')");
            return await may.ValueAsync<bool>(token);
        },
        cancellation);

    /// <summary>Pins an auction; null: the map has changed since.</summary>
    /// <returns>The map's new version.</returns>
    public Task<long?> PinAsync(AuctionId id, int shard, long asOf) => _meta.AskAsync<long?>(
        MovingShard.Deadline,
        async (session, token) =>
        {
            await using var pin = session.Command(
                Statement.PinAsOf, Ask.Of(id.Value), Ask.Of(shard), Ask.Of(asOf));
            return await pin.RowsAsync(row => row.GetInt64(0), token) is [var version] ? version : null;
        });

    public async ValueTask DisposeAsync()
    {
        await Meta.DisposeAsync();
        await _meta.DisposeAsync();
        foreach (var shard in Shards)
        {
            await shard.DisposeAsync();
        }
    }
}
