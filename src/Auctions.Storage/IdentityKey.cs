using System.Security.Cryptography;
using Auctions.Engine;

namespace Auctions.Storage;

/// <summary>
/// The secret that turns people into pseudonyms. Whoever has it can link them; without it nobody can.
/// </summary>
public static class IdentityKey
{
    /// <summary>Length of a key made here, and least length of a given one, in bytes.</summary>
    public const int Size = 32;

    /// <summary>Reads a key file.</summary>
    /// <exception cref="StorageException">It is not there, no file, not readable or too short.</exception>
    public static byte[] Load(string path)
    {
        if (!RegularFile.MayBe(path))
        {
            throw new StorageException(
                $"The identity key {path} is no regular file but a pipe or a device. Put the key into a file of " +
                "this user's, and set Privacy:IdentityKeyFile to that.");
        }

        byte[] key;
        try
        {
            key = File.ReadAllBytes(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                $"The identity key {path} cannot be read: {unreadable.Message} Put it back from your backup; with " +
                "another key every bidder would become somebody else.",
                unreadable);
        }

        return key.Length >= Size
            ? key
            : throw new StorageException($"The identity key {path} has {key.Length} bytes; it needs {Size} or more.");
    }

    /// <summary>Makes a key file that only its owner can read. It is whole or not there.</summary>
    /// <exception cref="StorageException">It cannot be written.</exception>
    public static byte[] Create(string path)
    {
        var key = RandomNumberGenerator.GetBytes(Size);
        var draft = path + ".new";
        try
        {
            File.Delete(draft);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var file = new FileStream(draft, options))
            {
                file.Write(key);
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: false);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The identity key {path} cannot be written: {failed.Message}", failed);
        }

        return key;
    }
}
