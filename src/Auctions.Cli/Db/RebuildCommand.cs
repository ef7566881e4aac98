using System.CommandLine;
using System.Text.Json;
using Auctions.Storage;
using Auctions.Storage.Postgres.ReadModels.Rebuild;
using Auctions.Storage.ReadModels;
using Auctions.Storage.Sqlite;

namespace Auctions.Cli.Db;

/// <summary><c>auctions db rebuild</c>: makes the read models again from the journal.</summary>
internal static class RebuildCommand
{
    private const int ShardMax = 255;

    // Those named on standard error; --json names all.
    private const int DamagedMax = 20;

    private static readonly JsonSerializerOptions Camel = new(JsonSerializerDefaults.Web);

    public static Command Create(CommandContext context)
    {
        var storage = new StorageConfiguration();
        var shard = OptionParsers.WholeNumber("--shard", "Only this shard; all by default.", 0, ShardMax);
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command(
            "rebuild",
            "Make the read models again from the journal: bidders' own bids and list columns. On PostgreSQL servers " +
            "may go on; none may run on SQLite files meanwhile.")
        {
            shard,
            json,
        };
        storage.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(
            storage.SettingsOf(parsed), parsed.GetValue(shard), parsed.GetValue(json), context, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        StoreSettings settings, int? shard, bool json, CommandContext context, CancellationToken cancellation)
    {
        var progress = new RebuildProgress();
        var work = Task.Run(
            () => settings.Postgres is { } servers
                ? PostgresRebuild.RunAsync(servers, shard, progress, cancellation)
                : SqliteRebuild.RunAsync(settings.Sqlite!, shard, progress, cancellation),
            CancellationToken.None);
        await CommandProgress.ShowAsync(work, total: 1, () => StateOf(progress), context);
        try
        {
            return Report(await work, json, context);
        }
        catch (StorageException refused)
        {
            throw new CommandFailedException(refused.Message);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new CommandFailedException("stopped before everything was rebuilt; run it again to go on.");
        }
    }

    private static ProgressState StateOf(RebuildProgress progress) => new(
        progress.Part,
        $"rebuild: {progress.Segments} of {progress.SegmentsMax} segments, {progress.Auctions} of " +
        $"{progress.AuctionsMax} auctions",
        "rebuild");

    private static int Report(IReadOnlyList<ShardRebuilt> shards, bool json, CommandContext context)
    {
        if (json)
        {
            context.Output.WriteLine(JsonSerializer.Serialize(
                new
                {
                    Shards = shards.Select(one => new
                    {
                        one.Shard,
                        one.Address,
                        one.Segments,
                        one.Auctions,
                        one.Corrected,
                        Damaged = one.Damaged.Select(id => id.Value),
                        one.Problem,
                    }),
                },
                Camel));
        }

        foreach (var one in shards)
        {
            if (!json && one.Problem is null)
            {
                context.Output.WriteLine(
                    $"shard-{one.Shard:00} at {one.Address}: {one.Segments} segments, {one.Auctions} auctions, " +
                    $"{one.Corrected} corrected, {one.Damaged.Count} damaged");
            }

            Complain(one, context);
        }

        return shards.Any(one => one.Problem is not null) ? ExitCodes.Failed
            : shards.Any(one => one.Damaged.Count > 0) ? ExitCodes.Mismatch
            : ExitCodes.Ok;
    }

    private static void Complain(ShardRebuilt shard, CommandContext context)
    {
        if (shard.Problem is { } problem)
        {
            context.Error.WriteLine($"auctions: shard-{shard.Shard:00} was not rebuilt: {OneLine.Of(problem)}");
        }

        foreach (var id in shard.Damaged.Take(DamagedMax))
        {
            context.Error.WriteLine(
                $"auctions: {id} on shard-{shard.Shard:00} was left as it is, since its journal is damaged: run " +
                "\"auctions verify\".");
        }

        if (shard.Damaged.Count > DamagedMax)
        {
            context.Error.WriteLine($"auctions: ... and {shard.Damaged.Count - DamagedMax} more");
        }
    }
}
