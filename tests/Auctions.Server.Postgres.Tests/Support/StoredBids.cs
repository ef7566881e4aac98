using Auctions.Core;
using Auctions.Engine.Codec;
using Auctions.Postgres.Tests;
using Auctions.Server.Tests.Support;
using Npgsql;

namespace Auctions.Server.Postgres.Tests.Support;

/// <summary>What the journal holds, against what a storm was told.</summary>
internal static class StoredBids
{
    /// <summary>Every acknowledged bid is stored once, its lots hold no other, and the store is whole.</summary>
    public static async Task AssertAsync(StoreDatabases databases, PatientStorm storm)
    {
        await AssertStoredAsync(databases.Shards, storm);
        await VerifyAsync(databases);
    }

    private static async Task AssertStoredAsync(IReadOnlyList<string> shards, PatientStorm storm)
    {
        var stored = new Dictionary<(string Lot, long Sequence), long>();
        foreach (var shard in shards)
        {
            await using var session = new NpgsqlConnection($"{shard};Pooling=false");
            await session.OpenAsync();
            await using var command = new NpgsqlCommand(
                "select auction_id, first_sequence, codec_version, payload from auctions.segment", session);
            await using var reader = await command.ExecuteReaderAsync();
            var count = stored.Count;
            while (await reader.ReadAsync())
            {
                var first = reader.GetInt64(1);
                foreach (var (at, happened) in EventCodec.Decode(
                    reader.GetInt16(2), reader.GetFieldValue<byte[]>(3)).Index())
                {
                    if (happened is BidPlaced bid && storm.IsOn($"{reader.GetGuid(0)}"))
                    {
                        stored.Add(($"{reader.GetGuid(0)}", first + at), bid.Amount);
                    }
                }
            }

            Assert.True(stored.Count > count, "A shard has nothing.");
        }

        Assert.Equal(
            storm.Acknowledged.OrderBy(bid => bid.Key).Select(bid => (bid.Key, bid.Value)),
            stored.OrderBy(bid => bid.Key).Select(bid => (bid.Key, bid.Value)));
    }

    private static async Task VerifyAsync(StoreDatabases databases)
    {
        var verified = await CommandLine.RunAsync(["verify", .. databases.Options]);
        Assert.EndsWith(" 0 faults", verified.TrimEnd());
    }
}
