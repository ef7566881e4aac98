using Auctions.Storage.Postgres.Connections;

namespace Auctions.Storage.Postgres;

/// <summary>Server settings without which acknowledged bids can be lost.</summary>
internal static class PostgresSettings
{
    private static readonly Dictionary<string, string[]> Safe = new()
    {
        ["synchronous_commit"] = ["on", "remote_apply"],
        ["fsync"] = ["on"],
        ["full_page_writes"] = ["on"],
        ["data_checksums"] = ["on"],
    };

    /// <summary>What is unsafe among a server's settings and not accepted by name.</summary>
    /// <param name="name">What the server is called.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="allowed">Names of settings whose unsafe value is accepted.</param>
    public static IReadOnlyList<string> ProblemsOf(
        string name, IReadOnlyDictionary<string, string> settings, IReadOnlyCollection<string> allowed) =>
    [
        .. Safe
            .Where(rule => !rule.Value.Contains(settings.GetValueOrDefault(rule.Key)) && !allowed.Contains(rule.Key))
            .Select(rule =>
                $"{name} runs with {rule.Key}={settings.GetValueOrDefault(rule.Key) ?? "unknown"}, so that " +
                $"acknowledged bids can be lost. Set it to {rule.Value[0]}, or accept it by adding {rule.Key} to " +
                "Storage:AllowUnsafe."),
    ];

    /// <summary>Names in <c>Storage:AllowUnsafe</c> that mean nothing.</summary>
    public static IEnumerable<string> Unknown(IEnumerable<string> allowed) =>
        allowed.Except(Safe.Keys).Except([TransportSecurity.Name]);
}
