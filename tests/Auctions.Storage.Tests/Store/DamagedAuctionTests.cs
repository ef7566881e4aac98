using Auctions.Core;
using Auctions.Engine.Actor;

namespace Auctions.Storage.Tests;

/// <summary>What is damaged in storage takes its own auction out of service, and no other.</summary>
[Collection(nameof(Deadlines))]
public sealed class DamagedAuctionTests
{
    [Theory]
    [InlineData("update segment set payload = x'ff' where auction_id = $id and first_sequence = 2")]
    [InlineData("update segment set payload = x'0a020801' where auction_id = $id and first_sequence = 2")]
    [InlineData("update segment set codec_version = 99 where auction_id = $id")]
    [InlineData("update segment set previous_hash = x'00' where auction_id = $id and first_sequence = 2")]
    [InlineData("delete from segment where auction_id = $id and first_sequence = 1")]
    [InlineData("""
        insert into snapshot select auction_id, 1, 1, x'00', x'00' from head where auction_id = $id
        """)]
    public async Task A_damaged_auction_is_out_of_service_alone(string damage)
    {
        var (engine, files) = await StartAsync();
        await using var running = engine;
        var ids = await engine.CreatedAsync(auctions: 8);
        foreach (var id in ids)
        {
            Assert.IsType<BidAnswer>(await engine.BidAsync(id, "A", 5_00));
        }

        await files.Shards[0].Writer.InTransactionAsync(
            session => session.Execute(damage, ("$id", ids[3].ToBytes())), default);
        await CheckAsync(engine, ids);
    }

    [Fact]
    public async Task A_chunk_of_remembered_bids_that_is_there_twice_takes_one_auction_out_of_service()
    {
        var (engine, files) = await StartAsync();
        await using var running = engine;
        var ids = await engine.CreatedAsync(auctions: 8);
        await Task.WhenAll(ids.Select(id => engine.BidAsync(id, "A", 5_00)));
        var owner = await Activation.OpenAsync(engine.Journal, ids[3]);
        var (snapshot, chunk) = owner.Snapshot();
        Assert.True(await engine.Journal.SaveSnapshotAsync(0, snapshot, chunk, madeFrom: 0, default));
        await files.Shards[0].Writer.InTransactionAsync(
            session => session.Execute(
                "insert into key_chunk select auction_id, last_sequence + 1, codec_version, payload from key_chunk"),
            default);
        await CheckAsync(engine, ids);
    }

    private static async Task<(EngineOnJournal Engine, ShardFiles Files)> StartAsync()
    {
        ShardFiles? files = null;
        var engine = await EngineOnJournal.StartAsync(clock => files = new ShardFiles(clock, shards: 1));
        return (engine, files!);
    }

    private static async Task CheckAsync(EngineOnJournal engine, AuctionId[] ids)
    {
        await engine.ForgetAsync();
        var answers = await Task.WhenAll(ids.Select(id => engine.BidAsync(id, "B", 6_00)))
            .WaitAsync(TimeSpan.FromSeconds(60));
        Assert.All(answers.Index(), answer => Assert.IsType(
            answer.Index == 3 ? typeof(UnavailableAnswer) : typeof(BidAnswer), answer.Item));
        Assert.IsType<UnavailableAnswer>(await engine.BidAsync(ids[3], "B", 6_00));
    }
}
