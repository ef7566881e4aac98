using Auctions.Chaos.Machines;
using Npgsql;

namespace Auctions.Chaos.Postgres.Tests.Machines;

/// <summary>
/// A PostgreSQL server on what a scenario asks for, and what is left of it after what the scenario does.
/// </summary>
[Trait("Category", "Long")]
public sealed class PostgresServerTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly Workshop _workshop = new(keeps: false, _ => { });

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => _workshop.DisposeAsync();

    [MachineFact(Needs.LoopDevice | Needs.NetworkNamespaces)]
    public async Task What_was_committed_survives_a_power_cut_and_is_reached_through_the_network_and_past_it()
    {
        var server = _workshop.Own(await PostgresServer.StartAsync(_workshop));
        var disk = await server.PutOntoAsync(data =>
            LoopDisk.UnderAsync(data, Path.Combine(_workshop.Folder, "disk"), mebibytes: 512));
        var network = await server.PutIntoNetworkAsync();
        await RunAsync(server.Connection, "create table kept (number integer)");
        await RunAsync(server.Connection, "insert into kept values (1)");
        disk.CutPower();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() =>
            RunAsync(server.DirectConnection, "insert into kept values (2)"));
        await server.KillAsync(default);
        await disk.RestorePowerAsync();
        await server.StartAsync(default);
        await network.CutAsync();
        await RunAsync(
            server.DirectConnection,
            "do $$ begin if (select array_agg(number) from kept) <> '{1}' then raise 'lost'; end if; end $$");
    }

    private static async Task RunAsync(string connection, string sql)
    {
        await using var session = new NpgsqlConnection($"{connection};Pooling=false");
        await session.OpenAsync();
        await using var command = new NpgsqlCommand(sql, session);
        await command.ExecuteNonQueryAsync();
    }
}
