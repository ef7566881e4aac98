using System.CommandLine;
using Auctions.Bench.Subjects;
using Auctions.Measuring;

namespace Auctions.Bench;

/// <summary>Where stores are made, as asked on the command line.</summary>
internal static class StoreArguments
{
    public static readonly Option<StoreKind> Store = new("--store")
    {
        Description = "Where the engine journals.",
        Recursive = true,
    };

    public static readonly Option<FileInfo?> Postgres = new("--postgres")
    {
        Description = "A file with one Npgsql connection string per line; else AUCTIONS_POSTGRES holds the lines.",
        Recursive = true,
    };

    public static readonly Option<string?> Redis = new("--redis")
    {
        Description = "HOST:PORT of a Redis server that flushes each write, for a peer; else AUCTIONS_REDIS names it.",
    };

    public static readonly Option<string> Directory = new("--directory")
    {
        Description = "Where SQLite stores are made and fsync is timed; the temporary directory.",
        DefaultValueFactory = _ => Path.GetTempPath(),
        Recursive = true,
    };

    /// <exception cref="MeasurementException">PostgreSQL is asked for and no server is named.</exception>
    public static StoreChoice Choose(ParseResult parsed, StoreKind kind)
    {
        var file = parsed.GetValue(Postgres);
        if (file is { Exists: false })
        {
            throw new MeasurementException(
                $"There is no file {file.FullName}; write one connection string per line there.");
        }

        var text = file is null
            ? Environment.GetEnvironmentVariable("AUCTIONS_POSTGRES") ?? ""
            : File.ReadAllText(file.FullName);
        var redis = parsed.GetValue(Redis) ?? Environment.GetEnvironmentVariable("AUCTIONS_REDIS");
        var choice = new StoreChoice(
            kind,
            parsed.GetValue(Directory)!,
            text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            string.IsNullOrWhiteSpace(redis) ? null : redis.Trim());
        return choice is { Kind: StoreKind.Postgres, Postgres: [] }
            ? throw new MeasurementException("The store postgres needs servers. " + BenchOptions.HowToGivePostgres)
            : choice;
    }
}
