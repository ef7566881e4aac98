using Auctions.Processes;

namespace Auctions.Chaos.Machines;

/// <summary>Directories whose content is moved onto a file system of its own.</summary>
internal static class MountPoint
{
    /// <summary>
    /// Mounts something there; what the directory holds, and who owns it, is the same and safe afterwards.
    /// </summary>
    /// <param name="directory">Nothing may use it meanwhile.</param>
    /// <param name="command">The command that mounts, without the directory.</param>
    public static async Task MountAsync(string directory, params string[] command)
    {
        var aside = $"{directory}.aside";
        Directory.Move(directory, aside);
        Directory.CreateDirectory(directory);
        await Command.RunAsync([.. command, directory]);
        try
        {
            await Command.RunAsync(["cp", "-a", $"{aside}/.", directory]);
            await Command.RunAsync(["sync", "-f", directory]);
        }
        catch
        {
            await UnmountAsync(directory);
            throw;
        }

        Directory.Delete(aside, recursive: true);
    }

    /// <summary>Takes it away, with what it holds, once nothing uses it any more.</summary>
    public static async Task UnmountAsync(string directory)
    {
        var failure = "";
        try
        {
            await Until.TrueAsync(
                async () =>
                {
                    failure = await Command.FailureAsync("umount", directory);
                    return failure.Length == 0;
                },
                $"{directory} is unmounted");
        }
        catch (TimeoutException never)
        {
            throw new InvalidOperationException(failure, never);
        }
    }
}
