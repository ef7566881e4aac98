using System.Formats.Tar;

namespace Auctions.Engine;

/// <summary>
/// Tells files from pipes, devices and sockets before they are opened: who opens a pipe that nobody writes into waits
/// without an end, and a device may never end.
/// </summary>
public static class RegularFile
{
    /// <summary>
    /// Whether a path, or what its links lead to, is a regular file. Also true of what is not there or may not be
    /// looked at: opening that fails at once, and says why.
    /// </summary>
    public static bool MayBe(string path)
    {
        try
        {
            var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

            // What an open file of a process leads to has a name there only if it has one elsewhere.
            if (target.StartsWith("/proc/", StringComparison.Ordinal) && !File.Exists(target))
            {
                return false;
            }

            // To .NET the others are files without any bytes.
            return new FileInfo(target).Length > 0 || IsRegular(target);
        }
        catch (Exception failed) when (
            failed is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return true;
        }
    }

    // .NET's writer of archives alone tells them apart, and opens none of them; it refuses sockets by itself.
    private static bool IsRegular(string path)
    {
        using var archive = new MemoryStream();
        try
        {
            using var writer = new TarWriter(archive, leaveOpen: true);
            writer.WriteEntry(path, nameof(path));
        }
        catch (Exception refused) when (refused is NotSupportedException || refused.GetType() == typeof(IOException))
        {
            return false;
        }

        archive.Position = 0;
        using var reader = new TarReader(archive);
        return reader.GetNextEntry()?.EntryType is TarEntryType.RegularFile;
    }
}
