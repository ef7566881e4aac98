namespace Auctions.Chaos.Machines;

/// <summary>A small disk in memory, and a file that takes what is left of it.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string _directory;

    private SmallDisk(string directory) => _directory = directory;

    private string Filler => Path.Combine(_directory, "filler");

    /// <summary>Puts what a directory holds onto such a disk.</summary>
    public static async Task<SmallDisk> UnderAsync(string directory, int mebibytes)
    {
        await MountPoint.MountAsync(directory, "mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "auctions-chaos");
        return new SmallDisk(directory);
    }

    /// <summary>Takes all the space there is; again, what was freed meanwhile.</summary>
    public void Fill()
    {
        using var filler = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        foreach (var size in (int[])[1 << 20, 4096])
        {
            var block = new byte[size];
            try
            {
                while (true)
                {
                    filler.Write(block);
                }
            }
            catch (IOException)
            {
                // Full.
            }
        }
    }

    /// <summary>Gives the space back.</summary>
    public void Free() => File.Delete(Filler);

    public async ValueTask DisposeAsync() => await MountPoint.UnmountAsync(_directory);
}
