using Auctions.Chaos.Databases;
using Auctions.Chaos.Machines;
using Auctions.Processes;
using Npgsql;

namespace Auctions.Chaos.Scenarios;

/// <summary>Disks that are slow, fail, are full, or lose power.</summary>
internal static class DiskFaults
{
    private const string NoSpace = "No space left on device";

    public static IReadOnlyList<Scenario> All { get; } =
    [
        Victims.On(
            "postgres-slow-flush",
            "PostgreSQL: slow",
            "strace delays every fdatasync of it by 50 ms, for 10 s.",
            SlowAsync,
            needs: Needs.Strace | Needs.Root),
        Victims.On(
            "flush-fails",
            "fsync fails",
            "strace fails its fdatasync with EIO until it panics.",
            FailAsync,
            needs: Needs.Strace | Needs.Root).Busy(),
        Victims.On(
            "log-disk-full",
            "disk full (WAL)",
            "pg_wal lies on a small tmpfs that is filled until PostgreSQL panics; room again, and a start 3 s later.",
            FillLogAsync,
            async (server, _, _) =>
            {
                await server.SetAsync(("max_wal_size", "64MB"), ("min_wal_size", "32MB"));
                await server.PutOntoAsync(directory => SmallDisk.UnderAsync(directory, mebibytes: 192), "pg_wal");
            },
            Needs.Tmpfs).Busy(),
        Victims.On(
            "heap-disk-full",
            "disk full (heap)",
            "the tables lie on a small tmpfs that is filled, and given room again after 10 s.",
            FillHeapAsync,
            (server, _, _) =>
                server.PutOntoAsync(directory => SmallDisk.UnderAsync(directory, mebibytes: 384), "base"),
            Needs.Tmpfs).Busy(),
        Victims.On(
            "power-cut",
            "power loss",
            "its data lies on ext4 on a loop device that loses its power under it; three times.",
            async (stage, server, token) =>
            {
                for (var cut = 0; cut < 3; cut++)
                {
                    await CutAsync(stage, server, token);
                    await stage.UntilAcknowledgedAsync(stage.Storm.Plan.BidsAfter, token);
                }
            },
            PutOnLoopDiskAsync,
            Needs.LoopDevice).Busy(),
        Control(
            "power-cut-without-fsync",
            "the same, with fsync off: acknowledged bids must be lost.",
            "fsync",
            [("fsync", "off")],
            async (stage, server, token) =>
            {
                // As the kernel does by itself now and then. Standing still, the server leaves a state to start from.
                server.Freeze();
                await Command.RunAsync(["sync", "-f", server.Process.Data]);
                server.Thaw();
                await stage.UntilAcknowledgedAsync(stage.Storm.Plan.BidsAfter, token);
                await CutAsync(stage, server, token);
            }),
        Control(
            "power-cut-without-synchronous-commit",
            "the same, with synchronous_commit off: acknowledged bids must be lost.",
            "synchronous_commit",
            [("synchronous_commit", "off"), ("wal_writer_delay", "10s"), ("wal_writer_flush_after", "1GB")],
            async (stage, server, token) =>
            {
                // The auctions themselves are to be kept.
                await Sql.RunAsync(server.DirectConnection, "checkpoint", token);
                await stage.UntilAcknowledgedAsync(stage.Storm.Plan.BidsAfter, token);
                await CutAsync(stage, server, token);
            }),
    ];

    /// <summary>Has a server's flushes fail, or be slow, until what this answers is disposed of.</summary>
    public static Task<SystemCallFault> BeginAsync(PostgresServer server, string fault) =>
        SystemCallFault.BeginAsync(() => server.Process.Processes, "fdatasync", fault);

    private static Scenario Control(
        string name,
        string how,
        string setting,
        (string Name, string Value)[] settings,
        Func<Stage, PostgresServer, CancellationToken, Task> play)
    {
        var scenario = Victims.On(
            name,
            "power loss, control",
            how,
            play,
            async (server, workshop, token) =>
            {
                await server.SetAsync(settings);
                await PutOnLoopDiskAsync(server, workshop, token);
            },
            Needs.LoopDevice);
        return scenario with
        {
            Expected = Expected.BidsLost,
            OthersKeep = null,
            PrepareAsync = (scenery, token) =>
            {
                scenery.Server.Options.AddRange(["--Storage:AllowUnsafe", setting]);
                return scenario.PrepareAsync!(scenery, token);
            },
        };
    }

    private static Task PutOnLoopDiskAsync(PostgresServer server, Workshop workshop, CancellationToken cancellation) =>
        server.PutOntoAsync(directory =>
            LoopDisk.UnderAsync(directory, Path.Combine(workshop.Folder, "disk"), mebibytes: 2048));

    private static async Task CutAsync(Stage stage, PostgresServer server, CancellationToken cancellation)
    {
        var disk = server.Beneath<LoopDisk>();
        stage.FaultBegins();
        disk.CutPower();

        // Whatever it still says now must not be that something is safe.
        await Task.Delay(TimeSpan.FromMilliseconds(500), cancellation);
        await server.KillAsync(cancellation);
        await disk.RestorePowerAsync();
        stage.FaultEnds();
        await server.StartAsync(cancellation);
        await stage.UntilServedAsync(cancellation);
    }

    private static async Task SlowAsync(Stage stage, PostgresServer server, CancellationToken cancellation)
    {
        await using var slow = await BeginAsync(server, "delay_exit=50000");
        await stage.ForAWhileAsync(() => Task.CompletedTask, () => slow.DisposeAsync().AsTask(), cancellation);
    }

    private static async Task FailAsync(Stage stage, PostgresServer server, CancellationToken cancellation)
    {
        stage.FaultBegins();
        await using (await BeginAsync(server, "error=EIO"))
        {
            await UntilSaidAsync(server, "PANIC:  could not fdatasync", cancellation);
        }

        stage.FaultEnds();
        await server.UntilUpAsync(cancellation);
        await stage.UntilServedAsync(cancellation);
    }

    private static async Task FillLogAsync(Stage stage, PostgresServer server, CancellationToken cancellation)
    {
        var disk = server.Beneath<SmallDisk>();
        stage.FaultBegins();
        disk.Fill();
        await using (var session = await Sql.OpenAsync(server.DirectConnection, cancellation))
        {
            try
            {
                // What it has in reserve is soon used up.
                while (true)
                {
                    await Sql.RunAsync(session, "select pg_switch_wal()", cancellation);
                }
            }
            catch (NpgsqlException)
            {
                await UntilSaidAsync(server, NoSpace, cancellation);
            }
        }

        await Task.Delay(Victims.Gone, cancellation);
        disk.Free();
        stage.FaultEnds();
        await server.UntilUpAsync(cancellation);
        await stage.UntilServedAsync(cancellation);
    }

    private static async Task FillHeapAsync(Stage stage, PostgresServer server, CancellationToken cancellation)
    {
        var disk = server.Beneath<SmallDisk>();
        await stage.AgainAndAgainAsync(
            () => Done(disk.Fill), TimeSpan.FromMilliseconds(100), () => Done(disk.Free), cancellation);
        stage.Demand(server.ReadLog().Contains(NoSpace, StringComparison.Ordinal), "the disk was never full");
    }

    private static Task Done(Action act)
    {
        act();
        return Task.CompletedTask;
    }

    private static Task UntilSaidAsync(PostgresServer server, string what, CancellationToken cancellation) =>
        Until.TrueAsync(
            () => server.ReadLog().Contains(what, StringComparison.Ordinal),
            $"PostgreSQL says \"{what}\"",
            cancellation: cancellation);
}
