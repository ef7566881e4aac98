using System.Security.Cryptography;
using System.Text;

namespace Auctions.Storage.Postgres.Schema;

/// <summary>One numbered script of a kind of database, and its checksum.</summary>
internal sealed record MigrationScript(int Number, string Sql)
{
    private static readonly Dictionary<string, int> Newest = new() { ["meta"] = 3, ["shard"] = 4 };

    /// <summary>SHA-256 of the text, so that a script changed after it ran is noticed.</summary>
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    /// <summary>All scripts of a kind, <c>shard</c> or <c>meta</c>, in their order.</summary>
    public static IReadOnlyList<MigrationScript> Of(string kind) =>
        [.. Enumerable.Range(1, NewestOf(kind)).Select(
            number => new MigrationScript(number, Script.Read($"{kind}-{number:000}")))];

    /// <summary>Number of a kind's newest script.</summary>
    public static int NewestOf(string kind) => Newest[kind];
}
