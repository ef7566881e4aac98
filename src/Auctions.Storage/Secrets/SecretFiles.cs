using Auctions.Engine;
using Microsoft.Extensions.Configuration;

namespace Auctions.Storage.Secrets;

/// <summary>
/// Configuration from a directory with a file for each key, as orchestrators mount their secrets: file
/// <c>Storage__Meta</c> holds the value of <c>Storage:Meta</c>. Read once, at the start. What is in them is never said.
/// </summary>
public sealed class SecretFiles : ConfigurationProvider, IConfigurationSource
{
    /// <summary>The key that names the directory.</summary>
    public const string DirectoryKey = "Secrets:Directory";

    private const int FilesMax = 1_000;
    private const int BytesMax = 1024 * 1024;

    private readonly string _directory;

    /// <param name="directory">Where the files are.</param>
    public SecretFiles(string directory) => _directory = directory;

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    /// <summary>Reads the files.</summary>
    /// <exception cref="InvalidOperationException">It cannot; the message says what to do.</exception>
    public override void Load()
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in Files())
        {
            var key = Path.GetFileName(file).Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);
            if (!values.TryAdd(key, Read(file)))
            {
                throw new InvalidOperationException(
                    $"{DirectoryKey} is {_directory}, where two files hold {key}. Remove one of them.");
            }
        }

        Data = values;
    }

    // What begins with a dot is none of ours: in a volume of Kubernetes the files are links into such directories, and
    // which one is meant is exchanged by "..data".
    private List<string> Files()
    {
        if (!Directory.Exists(_directory))
        {
            throw new InvalidOperationException(
                $"{DirectoryKey} is {_directory}, and there is no such directory, or this user may not look into it. " +
                "Make it, mount it, or take the key away.");
        }

        try
        {
            List<string> files =
            [
                .. Directory.EnumerateFiles(_directory).Where(file => Path.GetFileName(file)[0] != '.')
                    .Take(FilesMax + 1).Order(StringComparer.Ordinal),
            ];
            return files.Count <= FilesMax
                ? files
                : throw new InvalidOperationException(
                    $"{DirectoryKey} is {_directory}, which holds more than {FilesMax} files. Name a directory with " +
                    "secrets alone.");
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"{DirectoryKey} is {_directory}, which this user may not read. Let it: {failed.Message}", failed);
        }
    }

    private static string Read(string path)
    {
        try
        {
            if (!RegularFile.MayBe(path))
            {
                throw new InvalidOperationException(
                    $"The secret {path} is no regular file but a pipe or a device. Write its value into a " +
                    $"file, or take it out of {DirectoryKey}.");
            }

            using var file = File.OpenRead(path);
            if (file.Length > BytesMax)
            {
                throw new InvalidOperationException(
                    $"The secret {path} is larger than {BytesMax / 1024} KiB. Name a directory with secrets alone.");
            }

            using var text = new StreamReader(file);
            return text.ReadToEnd().TrimEnd('\r', '\n');
        }
        catch (Exception failed) when (
            failed is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InvalidOperationException(
                $"The secret {path} cannot be read. Let this user read it: {failed.Message}", failed);
        }
    }
}
