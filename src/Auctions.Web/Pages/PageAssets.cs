using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Net.Http.Headers;

namespace Auctions.Web.Pages;

/// <summary>
/// What pages load, from this assembly's resources: nothing to deploy beside it. Its addresses carry a hash over all of
/// it, so that browsers keep it for good and a new version shows at once.
/// </summary>
internal static partial class PageAssets
{
    private const string ResourcePrefix = "assets/";

    private static readonly FrozenDictionary<string, byte[]> Files = Load();
    private static readonly ConcurrentDictionary<string, List<string>> Imported = new();

    private static readonly FrozenDictionary<string, EntityTagHeaderValue> Tags = Files.ToFrozenDictionary(
        file => file.Key, file => new EntityTagHeaderValue($"\"{Shorten(SHA256.HashData(file.Value))}\""));

    /// <summary>Names this version of all assets.</summary>
    public static string Version { get; } = Hash();

    public static string PathOf(string name) => Files.ContainsKey(name)
        ? $"/assets/{Version}/{name}"
        : throw new InvalidOperationException($"There is no asset {name}.");

    /// <summary>The content and what names it; null: there is no such asset.</summary>
    public static (byte[] Bytes, EntityTagHeaderValue Tag)? Find(string name) =>
        Files.TryGetValue(name, out var bytes) ? (bytes, Tags[name]) : null;

    /// <summary>What a module imports, directly or through others, so that all of it is loaded at once.</summary>
    public static IReadOnlyCollection<string> ModulesOf(string script) => Imported.GetOrAdd(script, FindImports);

    private static List<string> FindImports(string script)
    {
        var found = new List<string>();
        var open = new Queue<string>([script]);
        while (open.TryDequeue(out var name))
        {
            var text = Encoding.UTF8.GetString(Files[name]);
            foreach (var import in Import().Matches(text).Select(match => match.Groups[1].Value).Except(found))
            {
                found.Add(import);
                open.Enqueue(import);
            }
        }

        return found;
    }

    public static string ContentTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".js" => "text/javascript; charset=utf-8",
        _ => "application/octet-stream",
    };

    private static FrozenDictionary<string, byte[]> Load()
    {
        var assembly = typeof(PageAssets).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[ResourcePrefix.Length..], name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                var bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                return bytes;
            });
    }

    private static string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, bytes) in Files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            hash.AppendData(bytes);
        }

        return Shorten(hash.GetHashAndReset());
    }

    private static string Shorten(byte[] hash) => Convert.ToHexStringLower(hash.AsSpan(0, 8));

    [GeneratedRegex("(?:from|import) \"\\./([^\"]+)\"")]
    private static partial Regex Import();
}
