using System.Text.Json;

namespace Auctions.Measuring.Http;

/// <summary>The live feed of an auction, server-sent events, as far as it tells that the auction is closed.</summary>
internal static class ClosingFeed
{
    private const string Data = "data: ";

    /// <summary>Follows the feed as a page does.</summary>
    /// <returns>True: the auction is closed; false: the feed ended, or could not be had, before it was.</returns>
    public static async Task<bool> FollowAsync(HttpClient http, string id, CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.GetAsync(
                new Uri($"v1/auctions/{id}/live", UriKind.Relative),
                HttpCompletionOption.ResponseHeadersRead,
                cancellation);
            if (!answer.IsSuccessStatusCode)
            {
                return false;
            }

            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellation));
            while (await reader.ReadLineAsync(cancellation) is { } line)
            {
                if (line.StartsWith(Data, StringComparison.Ordinal) && IsClosed(line[Data.Length..]))
                {
                    return true;
                }
            }

            return false;
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or JsonException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // It was not answered in time.
            return false;
        }
    }

    // A heartbeat has no status.
    private static bool IsClosed(string shown)
    {
        using var json = JsonDocument.Parse(shown);
        return json.RootElement.TryGetProperty("status", out var status) &&
            status.GetString() is "sold" or "unsold" or "cancelled";
    }
}
