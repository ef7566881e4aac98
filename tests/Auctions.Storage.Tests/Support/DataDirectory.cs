using System.Collections.Concurrent;
using Auctions.Engine;
using Auctions.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auctions.Storage.Tests;

/// <summary>A data directory of one test's own: opened as a server would, or reached into file by file.</summary>
internal sealed class DataDirectory : IDisposable
{
    // Stores as they are when just made, by number of shards: filling a slot map anew takes most of a small test.
    private static readonly ConcurrentDictionary<int, Lazy<Dictionary<string, byte[]>>> Templates = new();

    private readonly TempDirectory _directory = new();

    public string Path => System.IO.Path.Combine(_directory.Path, "data");

    /// <summary>Where something beside the data directory can be.</summary>
    public string Beside(string name) => _directory[name];

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Opens the store. Reads are patient: a busy machine is no fault of theirs.</summary>
    public SqliteStore Open(
        int? shards = null, string? keyFile = null, string? directory = null, TimeSpan? readPatience = null) =>
        SqliteStore.Open(
            new SqliteStoreOptions(directory ?? Path, shards, keyFile)
            {
                ReadPatience = readPatience ?? TimeSpan.FromMinutes(1),
            },
            new AuctionClock(TimeProvider.System),
            NullLoggerFactory.Instance);

    /// <summary>A store made and closed again.</summary>
    public static DataDirectory Made(int shards)
    {
        var template = Templates.GetOrAdd(shards, count => new(() => MakeTemplate(count)));
        var made = new DataDirectory();
        Directory.CreateDirectory(made.Path);
        foreach (var (name, content) in template.Value)
        {
            System.IO.File.WriteAllBytes(made.File(name), content);
        }

        return made;
    }

    /// <summary>Opens the store and closes it again.</summary>
    public DataDirectory Reopened()
    {
        Open().Dispose();
        return this;
    }

    /// <summary>Asserts that the store is refused; gives the message.</summary>
    public string Refused(int? shards = null, string? keyFile = null, string? directory = null) =>
        Assert.Throws<StorageException>(() => Open(shards, keyFile, directory).Dispose()).Message;

    /// <summary>Runs SQL on one file, as somebody with a tool would.</summary>
    public void Run(string file, string sql)
    {
        using var connection = Connect(file);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public SqliteConnection Connect(string file)
    {
        var connection = new SqliteConnection($"Data Source={File(file)};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>Name and content of every file but the lock.</summary>
    public Dictionary<string, string> Contents() => Directory.GetFiles(Path)
        .Where(path => System.IO.Path.GetFileName(path) != ".lock")
        .ToDictionary(
            path => System.IO.Path.GetFileName(path),
            path => Convert.ToBase64String(System.IO.File.ReadAllBytes(path)));

    public void Dispose() => _directory.Dispose();

    private static Dictionary<string, byte[]> MakeTemplate(int shards)
    {
        using var data = new DataDirectory();
        data.Open(shards).Dispose();
        return Directory.GetFiles(data.Path)
            .ToDictionary(path => System.IO.Path.GetFileName(path), System.IO.File.ReadAllBytes);
    }
}
