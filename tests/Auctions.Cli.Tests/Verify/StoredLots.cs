using Auctions.Core;
using Auctions.Engine;
using Auctions.Engine.Actor;
using Auctions.Engine.Hosting;
using Auctions.Engine.Ports;
using Auctions.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Auctions.Cli.Tests.Verify;

/// <summary>A data directory that the real engine filled, to be verified or spoiled.</summary>
internal sealed class StoredLots : IDisposable
{
    private static readonly PersonId Seller = new(1);

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("auctions-verify-");

    public string Path => directory.FullName;

    /// <summary>Lots with a few bids each; a snapshot after every few events.</summary>
    public static async Task<StoredLots> MakeAsync(int lots, int bids)
    {
        var made = new StoredLots();
        using var store = made.Open();
        var clock = new AuctionClock(TimeProvider.System);
        var options = Options.Create(new EngineOptions { SnapshotEveryEvents = 4 });
        await using var auctions = new LocalAuctions(store.Journal, clock, options, NullLogger<LocalAuctions>.Instance);
        await auctions.StartAsync(CancellationToken.None);
        for (var lot = 0; lot < lots; lot++)
        {
            await FillAsync(auctions, lot, bids);
        }

        await auctions.StopAsync();
        return made;
    }

    /// <summary>Runs SQL on every shard; answers how many rows it changed.</summary>
    public int Spoil(string sql)
    {
        var changed = 0;
        foreach (var file in directory.GetFiles("shard-*.db"))
        {
            using var connection = new SqliteConnection($"Data Source={file.FullName};Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            changed += command.ExecuteNonQuery();
        }

        return changed;
    }

    /// <summary>Opens the store as a server does, which holds its lock.</summary>
    public SqliteStore Open() => SqliteStore.Open(
        new SqliteStoreOptions(Path), new AuctionClock(TimeProvider.System), NullLoggerFactory.Instance);

    public void Dispose() => directory.Delete(recursive: true);

    private static async Task FillAsync(LocalAuctions auctions, int lot, int bids)
    {
        var now = auctions.Now;
        var terms = new AuctionTerms(
            Seller, $"Lot {lot}", "USD", AuctionFormat.English, 100, IncrementTable.EbayUs, null, null, now,
            now.AddDays(1), null);
        var created = await auctions.CreateAsync(
            new AuctionRequest("seller", (UInt128)lot, 0, terms, OpensNow: true), CancellationToken.None);
        var id = Assert.IsType<ViewAnswer>(created).View.Id;
        for (var bid = 0; bid < bids; bid++)
        {
            var bidder = new PersonId((UInt128)(2 + (bid % 3)));
            var answer = await auctions.SubmitAsync(
                id,
                new PlaceBid(bidder, BidKey.Of(bidder, id, $"{bid}"), 1_000 * (bid + 1), auctions.Now),
                CancellationToken.None);
            Assert.IsType<BidAnswer>(answer);
        }

        Assert.IsType<ViewAnswer>(await auctions.SubmitAsync(id, new CloseNow(Seller), CancellationToken.None));
    }
}
