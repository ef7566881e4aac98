using System.ComponentModel;
using System.Runtime.InteropServices;
using Auctions.Processes;
using Microsoft.Win32.SafeHandles;

namespace Auctions.Chaos.Machines;

/// <summary>
/// A disk in a file, with ext4 on it, that can lose its power: what was not flushed until then is gone, as it is for a
/// real one, and everything written or flushed after it fails. So nothing is told to be safe that is not. The kernel's
/// own memory of the file stands for the medium: what ext4 has flushed is taken for kept.
/// </summary>
internal sealed class LoopDisk : IAsyncDisposable
{
    // EXT4_IOC_SHUTDOWN, and its flag that loses what the file system's journal holds in memory.
    private const uint Shutdown = 0x8004587D;
    private const uint NoLogFlush = 2;

    private readonly string _image;
    private readonly string _device;
    private readonly string _directory;
    private bool _isMounted;

    private LoopDisk(string image, string device, string directory) =>
        (_image, _device, _directory) = (image, device, directory);

    // Something to open: the call asks for any open file of the file system.
    private string Handle => Path.Combine(_directory, ".power");

    /// <summary>Puts what a directory holds onto such a disk.</summary>
    /// <param name="directory">Nothing may use it meanwhile.</param>
    /// <param name="image">The disk's file, which is made.</param>
    /// <param name="mebibytes">Its size.</param>
    public static async Task<LoopDisk> UnderAsync(string directory, string image, int mebibytes)
    {
        await using (var file = File.Create(image))
        {
            file.SetLength((long)mebibytes << 20);
        }

        var device = (await Command.RunAsync(["losetup", "--find", "--show", image])).Trim();
        var disk = new LoopDisk(image, device, directory);
        try
        {
            await Command.RunAsync(
                ["mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0", device]);
            await MountPoint.MountAsync(directory, "mount", device);
            disk._isMounted = true;
        }
        catch
        {
            await disk.DetachAsync();
            throw;
        }

        await File.WriteAllTextAsync(disk.Handle, "");
        return disk;
    }

    /// <summary>Loses the power at this instant.</summary>
    public void CutPower()
    {
        using var handle = File.OpenHandle(Handle);
        var how = NoLogFlush;
        if (Control(handle, Shutdown, ref how) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"ext4 on {_device} cannot be shut down");
        }
    }

    /// <summary>Has it back, once nothing uses it any more: the file system repairs itself from its journal.</summary>
    public async Task RestorePowerAsync()
    {
        await UnmountAsync();

        // While anything holds a copy of the mount, a new one would be of the file system that has no power.
        await Until.TrueAsync(
            () => !Directory.Exists($"/sys/fs/ext4/{Path.GetFileName(_device)}"),
            $"no other mount namespace uses {_device}");
        await Command.RunAsync(["mount", _device, _directory]);
        _isMounted = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isMounted)
        {
            await UnmountAsync();
        }

        await DetachAsync();
    }

    private async Task UnmountAsync()
    {
        await MountPoint.UnmountAsync(_directory);
        _isMounted = false;
    }

    private async Task DetachAsync()
    {
        await Command.RunAsync(["losetup", "--detach", _device]);
        File.Delete(_image);
    }

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(SafeFileHandle file, nuint request, ref uint argument);
}
