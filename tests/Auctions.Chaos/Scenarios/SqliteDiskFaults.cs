using Auctions.Chaos.Machines;

namespace Auctions.Chaos.Scenarios;

/// <summary>Disks under a single server that keeps its auctions in SQLite. All shards are hit.</summary>
internal static class SqliteDiskFaults
{
    private const string NoSpace = "database or disk is full";
    private const int Cuts = 3;

    public static IReadOnlyList<Scenario> All { get; } =
    [
        On(
            "disk-full-sqlite",
            "disk full",
            "the data directory lies on a small tmpfs that is filled, and given room again after 10 s.",
            Needs.Tmpfs,
            async (directory, _) => await SmallDisk.UnderAsync(directory, mebibytes: 512),
            FillAsync),
        On(
            "power-cut-sqlite",
            "power loss",
            "the data directory lies on ext4 on a loop device that loses its power, and the server with it; three " +
            "times.",
            Needs.LoopDevice,
            async (directory, workshop) =>
                await LoopDisk.UnderAsync(directory, Path.Combine(workshop.Folder, "disk"), mebibytes: 1024),
            CutAsync),
    ];

    private static Scenario On(
        string name,
        string fault,
        string how,
        Needs needs,
        Func<string, Workshop, Task<IAsyncDisposable>> makeDisk,
        Func<Stage, CancellationToken, Task> play) => new(name, fault, how, StoreKind.Sqlite, play)
        {
            Needs = needs,
            PrepareAsync = async (scenery, _) =>
            {
                scenery.SqliteDirectory = Path.Combine(scenery.Workshop.Folder, "data");
                Directory.CreateDirectory(scenery.SqliteDirectory);
                scenery.SqliteDisk =
                    scenery.Workshop.Own(await makeDisk(scenery.SqliteDirectory, scenery.Workshop));
            },
        };

    private static async Task FillAsync(Stage stage, CancellationToken cancellation)
    {
        var disk = (SmallDisk)stage.Scenery.SqliteDisk!;
        await stage.AgainAndAgainAsync(
            () => Task.Run(disk.Fill, cancellation),
            TimeSpan.FromMilliseconds(100),
            () => Task.Run(disk.Free),
            cancellation);
        await stage.UntilAllServedAsync(cancellation);
        stage.Demand(
            stage.Server.ReadLog().Contains(NoSpace, StringComparison.Ordinal), "the disk was never full");
    }

    private static async Task CutAsync(Stage stage, CancellationToken cancellation)
    {
        var disk = (LoopDisk)stage.Scenery.SqliteDisk!;
        for (var cut = 0; cut < Cuts; cut++)
        {
            stage.FaultBegins();
            disk.CutPower();

            // Whatever the server still says now must not be that something is safe.
            await Task.Delay(TimeSpan.FromMilliseconds(500), cancellation);
            await stage.Server.KillAsync();
            await disk.RestorePowerAsync();
            stage.FaultEnds();
            await stage.Server.StartAsync(cancellation);
            await stage.UntilAllServedAsync(cancellation);
            await stage.UntilAcknowledgedAsync(stage.Storm.Plan.BidsAfter, cancellation);
        }
    }
}
