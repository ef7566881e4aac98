using System.Text.Json;
using Auctions.Cli.Demo.Calls;

namespace Auctions.Cli.Demo;

/// <summary>Writes what a demo did, for people or for machines.</summary>
internal static class DemoReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static void Write(DemoCounts counts, int seed, TimeSpan elapsed, bool json, TextWriter output)
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(
                new
                {
                    seed,
                    Seconds = Math.Round(elapsed.TotalSeconds, 1),
                    counts.Lots,
                    counts.Ended,
                    counts.Extensions,
                    Bids = counts.Accepted + counts.Refused,
                    counts.Accepted,
                    counts.Refused,
                },
                Json));
            return;
        }

        output.WriteLine($"lots {counts.Lots}: {counts.Ended} ended after {counts.Extensions} extensions");
        output.WriteLine(
            $"bids {counts.Accepted + counts.Refused}: {counts.Accepted} accepted, {counts.Refused} refused");
        output.WriteLine($"seed {seed}");
    }
}
