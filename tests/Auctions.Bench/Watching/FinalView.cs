using System.Text.Json;
using Auctions.Measuring;

namespace Auctions.Bench.Watching;

/// <summary>How an auction ended, as a view tells it.</summary>
/// <param name="Sequence">Of the view.</param>
/// <param name="Status">As in the API.</param>
/// <param name="Price">The hammer price; null: nobody bid.</param>
internal sealed record FinalView(long Sequence, string Status, long? Price)
{
    private static readonly string[] Ends = ["sold", "unsold", "cancelled"];

    /// <summary>What a view says if it is the last one; null: another one will follow.</summary>
    /// <exception cref="MeasurementException">It is no view.</exception>
    public static FinalView? Of(ReadOnlySpan<byte> view)
    {
        // Nearly every view is of an auction that goes on, and of these there are very many.
        if (view.IndexOf("\"status\":\"open\""u8) >= 0)
        {
            return null;
        }

        try
        {
            var json = new Utf8JsonReader(view);
            using var read = JsonDocument.ParseValue(ref json);
            var root = read.RootElement;
            var status = root.GetProperty("status").GetString()!;
            var price = root.GetProperty("price");
            return Ends.Contains(status)
                ? new FinalView(
                    root.GetProperty("sequence").GetInt64(),
                    status,
                    price.ValueKind == JsonValueKind.Null ? null : price.GetInt64())
                : null;
        }
        catch (Exception malformed) when (malformed
            is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new MeasurementException($"A view of the live feed is none: {malformed.Message}");
        }
    }
}
