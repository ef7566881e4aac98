using Auctions.Storage;
using Auctions.Storage.Sqlite;

namespace Auctions.Cli.Doctor;

/// <summary>A store on SQLite files: what is there, whether there is room, on what kind of file system.</summary>
internal static class SqliteCheck
{
    private const string Area = "files";
    private const long BytesFreeMin = 1L << 30;

    private static readonly string[] Fleeting = ["tmpfs", "ramfs"];
    private static readonly string[] Shared = ["nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "fuse", "9p"];

    public static IEnumerable<Finding> Run(Patient patient, string directory)
    {
        yield return OfFiles(directory, patient);

        // What holds the directory that is to be made, where it does not exist.
        var there = new DirectoryInfo(directory);
        while (!there.Exists && there.Parent is { } above)
        {
            there = above;
        }

        var drive = new DriveInfo(there.FullName);
        if (Fleeting.Contains(drive.DriveFormat))
        {
            yield return Finding.Fault(
                Area,
                $"{directory} is in memory ({drive.DriveFormat}): a restart of the machine loses every bid.",
                "Set Storage:Path to a directory on a disk.");
        }

        if (Shared.Contains(drive.DriveFormat))
        {
            yield return Finding.Fault(
                Area,
                $"{directory} is on a file system of another machine ({drive.DriveFormat}), where locks and flushes " +
                "cannot be relied on.",
                "Set Storage:Path to a directory on a disk of this machine, or use PostgreSQL.");
        }

        if (drive.AvailableFreeSpace < BytesFreeMin)
        {
            yield return Finding.Warning(
                Area,
                $"{drive.AvailableFreeSpace >> 20} MiB are free where {directory} is.",
                "Make room: where none is left bids are answered 503.");
        }
        else
        {
            yield return Finding.Ok(Area, $"{drive.AvailableFreeSpace >> 30} GiB are free where {directory} is.");
        }
    }

    private static Finding OfFiles(string directory, Patient patient)
    {
        try
        {
            var (isCurrent, description) = SqliteStore.Examine(directory);
            return isCurrent ? Finding.Ok("schema", $"{directory}: {description}.")
                : patient.IsDevelopment
                ? Finding.Note("schema", $"{directory}: {description}; a server does it by itself.")
                : Finding.Fault("schema", $"{directory}: {description}.", "Run auctions db migrate.");
        }
        catch (StorageException refused)
        {
            return Finding.Fault("schema", refused.Message, "Restore the directory, or set Storage:Path to another.");
        }
    }
}
