using Auctions.Chaos.Playing;
using Auctions.Core;
using Auctions.Engine.Ports;
using Auctions.Engine.Verification;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Auctions.Chaos.Judging;

/// <summary>All that a store holds, read once nothing writes to it any more.</summary>
/// <param name="Auctions">Every auction.</param>
/// <param name="Misplaced">Those on a wrong shard.</param>
/// <param name="Outages">The outages each shard has on record.</param>
internal sealed record StoredStore(
    IReadOnlyDictionary<AuctionId, StoredAuction> Auctions,
    IReadOnlyList<AuctionId> Misplaced,
    IReadOnlyList<IReadOnlyList<Outage>> Outages)
{
    private const string OutagesOnSqlite = "select began, ended from outage order by ended";
    private const string OutagesOnPostgres = "select began, ended from auctions.outage order by ended";

    /// <exception cref="Storage.StorageException">It cannot be read.</exception>
    public static async Task<StoredStore> ReadAsync(Grounds grounds, int shards, CancellationToken cancellation)
    {
        var auctions = new Dictionary<AuctionId, StoredAuction>();
        var misplaced = new List<AuctionId>();
        await using var inspector = await grounds.Settings.InspectAsync(cancellation);
        await foreach (var (auction, isMisplaced) in inspector.ReadAuctionsAsync(cancellation))
        {
            auctions[auction.Id] = auction;
            if (isMisplaced)
            {
                misplaced.Add(auction.Id);
            }
        }

        var outages = new List<IReadOnlyList<Outage>>();
        for (var shard = 0; shard < shards; shard++)
        {
            outages.Add(grounds.Directory is { } directory
                ? ReadOutages(Path.Combine(directory, $"shard-{shard:00}.db"))
                : await ReadOutagesAsync(grounds.Shards[shard], cancellation));
        }

        return new StoredStore(auctions, misplaced, outages);
    }

    private static List<Outage> ReadOutages(string file)
    {
        using var session = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        session.Open();
        using var command = session.CreateCommand();
        command.CommandText = OutagesOnSqlite;
        using var reader = command.ExecuteReader();
        var outages = new List<Outage>();
        while (reader.Read())
        {
            outages.Add(new Outage(At(reader.GetInt64(0)), At(reader.GetInt64(1))));
        }

        return outages;
    }

    private static async Task<List<Outage>> ReadOutagesAsync(string shard, CancellationToken cancellation)
    {
        await using var session = new NpgsqlConnection($"{shard};Pooling=false");
        await session.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(OutagesOnPostgres, session);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var outages = new List<Outage>();
        while (await reader.ReadAsync(cancellation))
        {
            outages.Add(new Outage(At(reader.GetInt64(0)), At(reader.GetInt64(1))));
        }

        return outages;
    }

    private static DateTimeOffset At(long ticks) => DateTimeOffset.UnixEpoch.AddTicks(ticks);
}
