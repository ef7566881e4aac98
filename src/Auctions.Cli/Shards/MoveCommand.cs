using System.CommandLine;
using Auctions.Core;
using Auctions.Engine.Ports;
using Auctions.Storage;
using Auctions.Storage.Postgres;
using Auctions.Storage.Postgres.Moving;

namespace Auctions.Cli.Shards;

/// <summary><c>auctions shards move</c>: an auction that exists gets another shard while servers run.</summary>
internal static class MoveCommand
{
    public static Command Create(CommandContext context)
    {
        var storage = new StorageConfiguration();
        var auction = new Argument<string>("AUCTION") { Description = "An auction's id." };
        var shard = new Argument<int>("SHARD") { Description = "The number of the shard it is to live on." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be done, and do nothing." };
        var move = new Command(
            "move",
            "Move one auction to another shard while servers run; ends a move that stopped, or takes it back.")
        {
            auction,
            shard,
            dryRun,
        };
        storage.AddTo(move);
        move.SetAction((parsed, cancellation) => GuardedAsync(() => RunAsync(
            ShardsCommand.ServersOf(storage.SettingsOf(parsed)),
            parsed.GetValue(auction)!,
            parsed.GetValue(shard),
            parsed.GetValue(dryRun),
            context,
            cancellation)));
        return move;
    }

    private static async Task<int> RunAsync(
        PostgresStoreOptions servers,
        string auction,
        int shard,
        bool isDry,
        CommandContext context,
        CancellationToken cancellation)
    {
        if (!AuctionId.TryParse(auction, out var id))
        {
            throw new CommandFailedException($"\"{auction}\" is no auction id.");
        }

        var mover = new PostgresMover(servers, TimeProvider.System);
        var plan = await mover.PlanAsync(id, shard, cancellation);
        if (plan.Refusal is { } refusal)
        {
            throw new CommandFailedException(OneLine.Of(refusal));
        }

        context.Output.WriteLine(
            $"auction {id}: shard {plan.From} to shard {plan.To}, {plan.Segments} segments, {plan.Bytes} bytes, " +
            $"{plan.Bids} bids");
        if (isDry)
        {
            return ExitCodes.Ok;
        }

        var report = await mover.MoveAsync(id, shard, new Lines(context.Output), cancellation);
        context.Output.WriteLine(
            $"moved; nobody could bid on it for {report.Pause.TotalMilliseconds:0} ms; slot map version " +
            $"{report.MapVersion}, which servers follow within a second");
        return ExitCodes.Ok;
    }

    private static async Task<int> GuardedAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception refused) when (refused is StorageException or AuctionNotMovedException)
        {
            throw new CommandFailedException(OneLine.Of(refused.Message));
        }
    }

    // In their order and at once, which Progress<T> does not promise.
    private sealed class Lines(TextWriter output) : IProgress<string>
    {
        public void Report(string value) => output.WriteLine(value);
    }
}
