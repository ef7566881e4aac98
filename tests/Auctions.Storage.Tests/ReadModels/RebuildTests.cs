using Auctions.Core;
using Auctions.Storage.ReadModels;
using Auctions.Storage.Sqlite;

namespace Auctions.Storage.Tests;

/// <summary>Read models on SQLite made again from the journal, while no server runs.</summary>
public sealed class RebuildTests : ReadModelTest
{
    private const string OwnBids = """
        select hex(bidder) || hex(auction_id) || ' ' || bidder_number || ' ' || maximum || ' ' || bids || ' ' ||
            last_sequence || ' ' || last_bid_at from own_bids order by 1
        """;

    private const string Heads = """
        select hex(auction_id) || epoch || ' ' || last_sequence || ' ' || status || ' ' || opens_at || ' ' || closes_at
            || hex(seller) || title || currency || format || ' ' || coalesce(price, 'none') || ' ' || bid_count || ' '
            || coalesce(leader_number, 'none') || ' ' || coalesce(minimum_bid, 'none') || ' ' || reserve_met || ' '
            || coalesce(buy_it_now, 'none') || ' ' || extensions
        from head order by auction_id
        """;

    [Theory]
    [InlineData("read-models.db", "delete from own_bids where bids > 1", 0)]
    [InlineData("read-models.db", "update own_bids set bids = bids * 2, maximum = 1, last_sequence = 9999", 0)]
    [InlineData("read-models.db", "delete from own_bids; update checkpoint set position = 99999", 0)]
    [InlineData("read-models.db", "insert into own_bids values (zeroblob(16), zeroblob(16), 1, 1, 1, 1, 1)", 0)]
    [InlineData("shard-01.db", "update head set price = 1, bid_count = 9, title = 'x', buy_it_now = 7", 8)]
    [InlineData("shard-01.db", "update head set status = 0, closes_at = 0, seller = null, title = null", 8)]
    public async Task Made_again_from_zero_the_tables_are_the_same_whatever_was_in_them(
        string file, string damage, long corrected)
    {
        var segments = await FillAsync(lotsPerShard: 8);
        var before = Rows();
        Data.Run(file, damage);
        Assert.NotEqual(before, Rows());

        var progress = new RebuildProgress();
        var mended = await SqliteRebuild.RunAsync(Options, null, progress, default);

        Assert.Equal(before, Rows());
        Assert.Equal([0, 1, 2], mended.Select(shard => shard.Shard));
        Assert.Equal(segments, mended.Sum(shard => shard.Segments));
        Assert.Equal((24, 24, corrected), (
            mended.Sum(shard => shard.Auctions), progress.AuctionsMax, mended.Sum(shard => shard.Corrected)));
        Assert.Equal((1.0, segments), (progress.Part, progress.SegmentsMax));
        Assert.All(mended, shard => Assert.Empty(shard.Damaged));
    }

    [Fact]
    public async Task One_shard_is_rebuilt_alone()
    {
        await FillAsync(lotsPerShard: 2);
        var before = Rows();
        Data.Run("read-models.db", "update own_bids set bids = bids + 1");
        for (var shard = 0; shard < Shards; shard++)
        {
            Assert.NotEqual(before, Rows());
            var mended = Assert.Single(
                await SqliteRebuild.RunAsync(Options, shard, new RebuildProgress(), default));
            Assert.Equal((shard, 2L), (mended.Shard, mended.Auctions));
        }

        Assert.Equal(before, Rows());
        var refused = await Assert.ThrowsAsync<StorageException>(
            () => SqliteRebuild.RunAsync(Options, Shards, new RebuildProgress(), default));
        Assert.Contains("There is no shard 3", refused.Message);
    }

    [Fact]
    public async Task An_auction_whose_journal_is_damaged_is_named_and_left_and_the_others_are_made_right()
    {
        await FillAsync(lotsPerShard: 3);
        Data.Run(
            "shard-02.db",
            """
            update head set title = 'x';
            update segment set payload = zeroblob(3) where position = 2;
            """);
        var mended = await SqliteRebuild.RunAsync(Options, null, new RebuildProgress(), default);
        Assert.Equal([0, 0, 1], mended.Select(shard => shard.Damaged.Count));
        Assert.Equal([0L, 0L, 2L], mended.Select(shard => shard.Corrected));
        Assert.Single(Rows(), row => row.Contains("xUSD"));
    }

    [Fact]
    public async Task While_a_server_runs_it_is_refused_and_nothing_changes()
    {
        var lot = await PlayAsync();
        await lot.WriteAsync(Journal, lot.Bid(3));
        var refused = await Assert.ThrowsAsync<StorageException>(
            () => SqliteRebuild.RunAsync(Options, null, new RebuildProgress(), default));
        Assert.Contains("in use by another server", refused.Message);
        Assert.Single((await ReadModels.OwnBidsAsync(Given.Person("bidder 0"), null, 10, default)).Items);
    }

    [Fact]
    public async Task Where_there_is_no_store_nothing_is_made()
    {
        var nowhere = new SqliteStoreOptions(Data.Beside("nowhere"));
        var refused = await Assert.ThrowsAsync<StorageException>(
            () => SqliteRebuild.RunAsync(nowhere, null, new RebuildProgress(), default));
        Assert.Contains("There is no store in", refused.Message);
        Assert.False(Directory.Exists(nowhere.Directory));
    }

    private SqliteStoreOptions Options => new(Data.Path);

    // Lots that went different ways; the store is closed then. Answers how many segments they have.
    private async Task<long> FillAsync(int lotsPerShard)
    {
        var segments = 0L;
        for (var lot = 0; lot < lotsPerShard * Shards; lot++)
        {
            var owner = await PlayAsync(
                (lot / Shards % 4) switch
                {
                    1 => Given.Terms(reserve: 1_000_00),
                    2 => Given.Terms(reserve: 2_000_00, buyItNow: 3_000_00),
                    _ => null,
                },
                lot % Shards);
            for (var round = 0; round < 3; round++)
            {
                await owner.WriteAsync(Journal, owner.Bid(1 + (lot % 3)));
            }

            await owner.WriteAsync(Journal, owner.Next((lot / Shards % 4) switch
            {
                0 => new Withdraw(Given.Operator, AsOperator: true, "broken"),
                1 => new LowerReserve(Given.Seller, 0),
                2 => new BuyNow(Given.Person("buyer"), new BidKey(1), Given.Start),
                _ => new CloseNow(Given.Operator),
            }));
            segments += owner.Made.Count;
        }

        await ReadModels.OwnBidsAsync(Given.Person("bidder 0"), null, 10, default);
        Store.Dispose();
        return segments;
    }

    private List<string> Rows() =>
    [
        .. Read("read-models.db", OwnBids),
        .. Enumerable.Range(0, Shards).SelectMany(shard => Read($"shard-{shard:00}.db", Heads)),
    ];

    private List<string> Read(string file, string sql)
    {
        using var connection = Data.Connect(file);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.IsDBNull(0) ? "null" : reader.GetString(0));
        }

        return rows;
    }
}
