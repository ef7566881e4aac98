using Auctions.Bench.Subjects;

namespace Auctions.Bench.Redis.Tests;

/// <summary>The Redis server that these tests run on.</summary>
internal static class Servers
{
    private const string Variable = "AUCTIONS_REDIS";

    public static StoreChoice Choice { get; } = new(StoreKind.Sqlite, Path.GetTempPath(), [], Address);

    public static string Address =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } address
            ? address
            : throw new InvalidOperationException(
                $"These tests need a Redis server: run scripts/test, or export {Variable}=\"$(scripts/redis start)\" " +
                "first.");
}
