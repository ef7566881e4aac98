using System.Net.Http.Json;
using System.Text.Json;

namespace Auctions.Cli.Doctor;

/// <summary>A server or front end that runs: whether it can be reached, is ready, and has the right time.</summary>
internal static class RunningCheck
{
    private const string Area = "running";

    public static async Task<IReadOnlyList<Finding>> RunAsync(
        Uri url, HttpClient http, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            var asked = time.GetTimestamp();
            var now = time.GetUtcNow();
            using var answer = await http.GetAsync(new Uri(url, "healthz/ready"), cancellation);
            var half = time.GetElapsedTime(asked) / 2;
            var body = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
            var there = body.GetProperty("serverTime").GetDateTimeOffset();
            return
            [
                answer.IsSuccessStatusCode
                    ? Finding.Ok(Area, $"{url} is ready.")
                    : Finding.Fault(
                        Area,
                        $"{url} is not ready.",
                        "See its log: it waits for its shards, in a cluster for a silo, or it is stopping."),
                .. ClockCheck.Of([new ClockReading($"{url.Host}:{url.Port}", there - (now + half), half)]),
            ];
        }
        catch (Exception failed) when (NoAnswer.Is(failed, cancellation))
        {
            return
            [
                Finding.Fault(
                    Area,
                    $"{url} does not answer as a server or front end does: {failed.Message}",
                    "See that it runs, and that the address is the one it listens on."),
            ];
        }
    }
}
