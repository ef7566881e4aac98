using Auctions.Engine;
using Auctions.Storage;
using Auctions.Storage.Sqlite;

namespace Auctions.Server;

/// <summary>The configuration of the one-process server, read and checked in one place.</summary>
internal static class ServerOptions
{
    private const int BidsPerMinuteDefault = 60;

    /// <exception cref="StorageException">The configuration asks for something that is not there.</exception>
    public static SqliteStoreOptions ReadStore(IConfiguration configuration, string root, bool isDevelopment)
    {
        var provider = configuration["Storage:Provider"] ?? "Sqlite";
        if (!provider.Equals("Sqlite", StringComparison.OrdinalIgnoreCase))
        {
            throw new StorageException($"Storage:Provider is \"{provider}\"; this version knows Sqlite.");
        }

        return new SqliteStoreOptions(
            Path.Combine(root, configuration["Storage:Path"] ?? "data"),
            ReadShards(configuration["Storage:SqliteShards"]),
            configuration["Privacy:IdentityKeyFile"],
            configuration.GetValue("Storage:Migrate", isDevelopment));
    }

    /// <summary>The engine's options: section <c>Engine</c>, and the rate limit under its public name.</summary>
    public static void BindEngine(EngineOptions options, IConfiguration configuration, bool isDevelopment)
    {
        options.BidsPerBidderPerMinute = isDevelopment ? 0 : BidsPerMinuteDefault;
        configuration.GetSection(EngineOptions.Section).Bind(options);
        if (configuration["Limits:BidsPerBidderPerMinute"] is not null)
        {
            options.BidsPerBidderPerMinute = configuration.GetValue<int>("Limits:BidsPerBidderPerMinute");
        }
    }

    private static int? ReadShards(string? text) => text switch
    {
        null => null,
        _ when int.TryParse(text, out var shards) => shards,
        _ => throw new StorageException($"Storage:SqliteShards is \"{text}\"; set it to a number."),
    };
}
