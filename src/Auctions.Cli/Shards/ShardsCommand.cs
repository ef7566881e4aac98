using System.CommandLine;
using Auctions.Core;
using Auctions.Storage;
using Auctions.Storage.Postgres;
using Auctions.Storage.Postgres.Meta;
using Auctions.Storage.Postgres.Replicas;

namespace Auctions.Cli.Shards;

/// <summary>
/// <c>auctions shards</c>: which shard holds what, and single auctions that get a shard of their own.
/// </summary>
internal static class ShardsCommand
{
    public static Command Create(CommandContext context)
    {
        var storage = new StorageConfiguration();
        var list = new Command("list", "Say what each shard holds, and what its replicas are like.");
        storage.AddTo(list);
        list.SetAction((parsed, cancellation) =>
            GuardedAsync(() => ListAsync(ServersOf(storage.SettingsOf(parsed)), context, cancellation)));

        var auction = new Argument<string>("AUCTION") { Description = "An auction's id." };
        var shard = new Argument<int>("SHARD") { Description = "A shard's number." };
        var pin = new Command("pin", "Have an auction that is not created yet live on a shard of your choice.")
        {
            auction,
            shard,
        };
        storage.AddTo(pin);
        pin.SetAction((parsed, cancellation) => GuardedAsync(() => PinAsync(
            ServersOf(storage.SettingsOf(parsed)),
            parsed.GetValue(auction)!,
            parsed.GetValue(shard),
            context,
            cancellation)));
        return new Command("shards", "Look after the slot map.") { list, pin, MoveCommand.Create(context) };
    }

    private static async Task<int> ListAsync(
        PostgresStoreOptions servers, CommandContext context, CancellationToken cancellation)
    {
        var (version, shards) = await ShardPlan.ReadAsync(servers, cancellation);
        context.Output.WriteLine($"slot map version {version}");
        foreach (var (number, address, slots, pins, auctions) in shards)
        {
            var held = auctions is { } count ? $"{count} auctions" : "no answer";
            context.Output.WriteLine($"shard-{number:00} at {address}: {slots} slots, {pins} pins, {held}");
        }

        var replicas = await ReplicaExamination.RunAsync(servers, cancellation);
        foreach (var (name, address, lag, problem) in replicas)
        {
            var state = problem is not null ? $"not read, {OneLine.Of(problem)}"
                : lag is { } behind ? $"a standby, {Math.Max(0, behind.TotalSeconds):0.0} s behind"
                : "a standby of a primary that does not answer";
            context.Output.WriteLine($"{name} at {address}: {state}");
        }

        var isWell = shards.All(one => one.Auctions is not null) && replicas.All(one => one.Problem is null);
        return isWell ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static async Task<int> PinAsync(
        PostgresStoreOptions servers, string auction, int shard, CommandContext context, CancellationToken cancellation)
    {
        if (!AuctionId.TryParse(auction, out var id))
        {
            throw new CommandFailedException($"\"{auction}\" is no auction id.");
        }

        var version = await ShardPlan.PinAsync(servers, id, shard, cancellation);
        context.Output.WriteLine($"pinned to shard {shard}, slot map version {version}");
        return ExitCodes.Ok;
    }

    internal static PostgresStoreOptions ServersOf(StoreSettings settings) => settings.Postgres
        ?? throw new CommandFailedException(
            $"SQLite files have no shards to look after; set {StoreSettings.ProviderKey} to PostgreSql.");

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
