using System.CommandLine;
using Auctions.Engine;
using Auctions.Storage;
using Auctions.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auctions.Cli.Db;

/// <summary>
/// <c>auctions db migrate</c>: makes a store, or brings one to this version, while no server runs on it.
/// </summary>
internal static class DbCommand
{
    public static Command Create(CommandContext context)
    {
        var storage = new StorageConfiguration();
        var migrate = new Command("migrate", "Make a store, or bring one to this version. No server may run on it.");
        storage.AddTo(migrate);
        migrate.SetAction(parsed => Migrate(storage.DirectoryOf(parsed), context));
        return new Command("db", "Look after the store's schema.") { migrate };
    }

    private static int Migrate(string directory, CommandContext context)
    {
        try
        {
            using var store = SqliteStore.Open(
                new SqliteStoreOptions(directory), new AuctionClock(context.Time), NullLoggerFactory.Instance);
            context.Output.WriteLine($"migrated: {store.Description}");
            return ExitCodes.Ok;
        }
        catch (StorageException refused)
        {
            throw new CommandFailedException(refused.Message);
        }
    }
}
