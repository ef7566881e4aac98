using Auctions.Bench.Reporting;
using Auctions.Bench.Subjects;

namespace Auctions.Bench.Cluster;

/// <summary>Under what conditions clusters run.</summary>
internal static class ClusterSettings
{
    public static IEnumerable<KeyValuePair<string, string>> Machine(StoreChoice store, int shards) =>
        Settings.Machine(store).Append(new(
            "cluster", $"this process is an Orleans client; silos are processes on the same cores, on {shards} " +
            "shards and a meta database; what their number is not changed between is run on the same silos"));
}
