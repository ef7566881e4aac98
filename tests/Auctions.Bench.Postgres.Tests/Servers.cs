using Auctions.Bench.Subjects;
using Auctions.Processes;

namespace Auctions.Bench.Postgres.Tests;

/// <summary>The PostgreSQL servers that these tests run on.</summary>
internal static class Servers
{
    public static StoreChoice Choice { get; } =
        new(StoreKind.Postgres, Path.GetTempPath(), PostgresServers.Find(wanted: 1));
}
