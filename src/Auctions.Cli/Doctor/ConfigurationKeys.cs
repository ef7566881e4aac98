using System.Text.RegularExpressions;
using Auctions.Engine;

namespace Auctions.Cli.Doctor;

/// <summary>Every configuration key that a program reads; a number in one stands as <c>#</c>.</summary>
internal static partial class ConfigurationKeys
{
    private static readonly string[] Others =
    [
        "Storage:Provider", "Storage:Meta", "Storage:Shards:#", "Storage:Replicas:#:#", "Storage:ReplicaLagMaxSeconds",
        "Storage:AllowUnsafe", "Storage:AllowUnsafe:#", "Storage:Path", "Storage:Migrate", "Storage:SqliteShards",
        "Auth:Authority", "Auth:Audience",
        "Limits:BidsPerBidderPerMinute", "Limits:CallsPerPersonPerMinute", "Limits:RequestsPerAddressPerMinute",
        "Limits:ConnectionsMax", "Limits:ConnectionsPerAddressMax",
        "Proxies:Known:#",
        "Privacy:IdentityKeyFile",
        "Pages:LogInUrl",
        "Hotspots:Enabled",
        "Internal:Url",
        "Scaling:BidsPerSecondPerSilo", "Scaling:Headroom", "Scaling:SilosMin", "Scaling:SilosMax",
        "Scaling:LeadSeconds",
        "Secrets:Directory",
        "Cluster:ServiceId", "Cluster:ClusterId", "Cluster:AllowPlain",
        "Cluster:Tls:CertificateFile", "Cluster:Tls:KeyFile", "Cluster:Tls:AuthorityFile",
        "Kubernetes:Hosting", "Kubernetes:ServiceAccountDirectory",
        "Silo:Address", "Silo:Port", "Silo:GatewayPort", "Silo:SheddingCpuPercent", "Silo:ShutdownSeconds",
        "Grains:CallDeadlineMs", "Grains:CallsPerAuctionMax", "Grains:BidsPerCallMax", "Grains:WaitingBidsMax",
        "Grains:WatchSeconds", "Grains:ViewPauseMs",
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Others,
        .. typeof(EngineOptions).GetProperties()
            .Where(option => option.CanWrite && option.Name != nameof(EngineOptions.BidsPerBidderPerMinute))
            .Select(option => $"{EngineOptions.Section}:{option.Name}"),
    ];

    private static readonly Dictionary<string, string> Known =
        All.ToDictionary(key => key, key => key, StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Sections =
        All.Select(key => key.Split(':')[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a key belongs to a section of ours and means nothing there.</summary>
    public static bool IsUnknown(string key) =>
        Sections.Contains(key.Split(':')[0]) && !Known.ContainsKey(Number().Replace(key, ":#"));

    /// <summary>The key that is most like one that means nothing; null: none is like it.</summary>
    public static string? Nearest(string key)
    {
        var (nearest, distance) = All
            .Select(known => (known, Distance(known, Number().Replace(key, ":#"))))
            .MinBy(pair => pair.Item2);
        return distance <= Math.Max(2, key.Length / 4) ? nearest : null;
    }

    // Levenshtein's, case apart.
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var isSame = char.ToUpperInvariant(one[i - 1]) == char.ToUpperInvariant(other[j - 1]);
                (diagonal, row[j]) =
                    (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (isSame ? 0 : 1)));
            }
        }

        return row[^1];
    }

    [GeneratedRegex(":[0-9]+(?=:|$)")]
    private static partial Regex Number();
}
