using System.CommandLine;
using Auctions.Storage;
using Auctions.Storage.Postgres.Schema;
using Auctions.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auctions.Cli.Db;

/// <summary>
/// <c>auctions db</c>: makes a store or brings one to this version, and says what it is like.
/// </summary>
internal static class DbCommand
{
    public static Command Create(CommandContext context)
    {
        var storage = new StorageConfiguration();
        var migrate = new Command(
            "migrate",
            "Make a store, or bring one to this version. No server may run on SQLite files meanwhile.");
        var status = new Command("status", "Say of every database whether it is as this version made it.");
        storage.AddTo(migrate);
        storage.AddTo(status);
        migrate.SetAction((parsed, cancellation) =>
            GuardedAsync(() => MigrateAsync(storage.SettingsOf(parsed), context, cancellation)));
        status.SetAction((parsed, cancellation) =>
            GuardedAsync(() => StatusAsync(storage.SettingsOf(parsed), context, cancellation)));
        return new Command("db", "Look after the store's schema and read models.")
        {
            migrate,
            status,
            RebuildCommand.Create(context),
        };
    }

    private static async Task<int> MigrateAsync(
        StoreSettings settings, CommandContext context, CancellationToken cancellation)
    {
        if (settings.Postgres is { } servers)
        {
            context.Error.WriteLine($"migrating the meta database and {servers.Shards.Count} shards ...");
            foreach (var report in await Deployment.MigrateAsync(servers, cancellation))
            {
                var done = report.Applied.Count == 0 ? "was current" : $"applied {string.Join(", ", report.Applied)}";
                context.Output.WriteLine(
                    $"{report.Name} at {report.Address}: version {report.State!.Applied}, {done}");
                WriteNotes(report, context);
            }

            return ExitCodes.Ok;
        }

        var migrated = settings with { Sqlite = settings.Sqlite! with { Migrate = true } };
        await using var store = await migrated.OpenAsync(context.Time, NullLoggerFactory.Instance, cancellation);
        context.Output.WriteLine($"migrated: {store.Description}");
        return ExitCodes.Ok;
    }

    private static async Task<int> StatusAsync(
        StoreSettings settings, CommandContext context, CancellationToken cancellation)
    {
        if (settings.Postgres is not { } servers)
        {
            var files = SqliteStore.Examine(settings.Sqlite!.Directory);
            context.Output.WriteLine($"{settings.Sqlite.Directory}: {files.Description}");
            return files.IsCurrent ? ExitCodes.Ok : ExitCodes.Failed;
        }

        var reports = await Deployment.ExamineAsync(servers, cancellation);
        foreach (var report in reports)
        {
            var version = report.State is { } state ? $"version {state.Applied}" : "no answer";
            context.Output.WriteLine(
                $"{report.Name} at {report.Address}: {version}, {OneLine.Of(report.Problem ?? "as it was made")}");
            WriteNotes(report, context);
        }

        // Drift is a mismatch; what only needs to be migrated or started is a failure.
        return reports.All(report => report.Problem is null) ? ExitCodes.Ok
            : reports.All(report => report.Problem is null || report.State is { IsCurrent: true }) ? ExitCodes.Mismatch
            : ExitCodes.Failed;
    }

    private static void WriteNotes(DatabaseReport report, CommandContext context)
    {
        foreach (var note in report.Notes)
        {
            context.Error.WriteLine($"auctions: {OneLine.Of(note)}");
        }
    }

    private static async Task<int> GuardedAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (StorageException refused)
        {
            throw new CommandFailedException(refused.Message);
        }
    }
}
