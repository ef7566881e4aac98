using Auctions.Bench.Subjects;

namespace Auctions.Bench.Postgres.Tests;

/// <summary>The PostgreSQL servers that these tests run on.</summary>
internal static class Servers
{
    private const string Variable = "AUCTIONS_POSTGRES";

    public static StoreChoice Choice { get; } = new(StoreKind.Postgres, Path.GetTempPath(), Find());

    private static string[] Find()
    {
        var lines = Environment.GetEnvironmentVariable(Variable)?.Split(
            '\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines is { Length: > 0 }
            ? lines
            : throw new InvalidOperationException(
                $"These tests need PostgreSQL: run scripts/test, or export {Variable}=\"$(scripts/postgres " +
                "start 1)\" first.");
    }
}
