using System.Diagnostics;
using Auctions.Chaos.Machines;

namespace Auctions.Chaos.Postgres.Tests.Machines;

/// <summary>Disks lose what they should lose, and nothing else.</summary>
public sealed class DiskTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly Workshop _workshop = new(keeps: false, _ => { });

    private string Data => Path.Combine(_workshop.Folder, "data");

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => _workshop.DisposeAsync();

    [MachineFact(Needs.LoopDevice)]
    public async Task A_power_cut_loses_what_was_not_flushed_and_keeps_what_was()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(In("before"), "before");
        var disk = _workshop.Own(await LoopDisk.UnderAsync(Data, Path.Combine(_workshop.Folder, "disk"), 64));
        using (var kept = File.OpenHandle(In("kept"), FileMode.CreateNew, FileAccess.Write))
        using (var lost = File.OpenHandle(In("lost"), FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.Write(lost, "lost"u8, 0);
            RandomAccess.Write(kept, "kept"u8, 0);
            RandomAccess.FlushToDisk(kept);
            RandomAccess.Write(kept, "lost"u8, 4);
            disk.CutPower();
            Assert.Throws<IOException>(() => RandomAccess.Write(kept, "late"u8, 8));
        }

        await disk.RestorePowerAsync();
        Assert.Equal("before", await File.ReadAllTextAsync(In("before")));
        Assert.Equal("kept", await File.ReadAllTextAsync(In("kept")));
        Assert.Equal("", File.Exists(In("lost")) ? await File.ReadAllTextAsync(In("lost")) : "");
        await File.WriteAllTextAsync(In("after"), "after");
    }

    [MachineFact(Needs.LoopDevice | Needs.NetworkNamespaces)]
    public async Task Power_comes_back_while_a_program_runs_in_a_network_of_its_own()
    {
        Directory.CreateDirectory(Data);
        var disk = _workshop.Own(await LoopDisk.UnderAsync(Data, Path.Combine(_workshop.Folder, "disk"), 64));
        var network = _workshop.Own(await PrivateNetwork.MakeAsync());
        using var program = Process.Start(
            new ProcessStartInfo(network.Prefix[0], [.. network.Prefix.Skip(1), "cat"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
        await program.StandardInput.WriteLineAsync("started");
        await program.StandardInput.FlushAsync();
        Assert.Equal("started", await program.StandardOutput.ReadLineAsync());
        disk.CutPower();
        await disk.RestorePowerAsync();
        await File.WriteAllTextAsync(In("after"), "after");
        program.StandardInput.Close();
        await program.WaitForExitAsync();
    }

    [MachineFact(Needs.Tmpfs)]
    public async Task A_small_disk_is_full_until_it_is_given_room()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(In("before"), "before");
        var disk = _workshop.Own(await SmallDisk.UnderAsync(Data, mebibytes: 2));
        disk.Fill();
        Assert.Throws<IOException>(() => File.WriteAllText(In("one-more"), new string('x', 100_000)));
        Assert.Equal("before", await File.ReadAllTextAsync(In("before")));
        disk.Free();
        await File.WriteAllTextAsync(In("one-more"), new string('x', 100_000));
    }

    private string In(string file) => Path.Combine(Data, file);
}
