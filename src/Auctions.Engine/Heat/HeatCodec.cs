using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Auctions.Engine.Ports;

namespace Auctions.Engine.Heat;

/// <summary>
/// Frames and what is asked about them as bytes, between processes and in the history: JSON, compressed. Fields that
/// are not known are passed over, so that processes of two versions understand each other.
/// </summary>
public static class HeatCodec
{
    public static byte[] Encode(IReadOnlyList<HeatFrame> frames) =>
        Pack(frames, HeatJson.Default.IReadOnlyListHeatFrame);

    /// <exception cref="InvalidDataException">The bytes are no frames.</exception>
    public static IReadOnlyList<HeatFrame> Decode(byte[] bytes) =>
        Unpack(bytes, HeatJson.Default.IReadOnlyListHeatFrame);

    public static byte[] Encode(HeatRange range) => Pack(range, HeatJson.Default.HeatRange);

    public static HeatRange DecodeRange(byte[] bytes) => Unpack(bytes, HeatJson.Default.HeatRange);

    public static byte[] Encode(HeatQuery query) => Pack(query, HeatJson.Default.HeatQuery);

    public static HeatQuery DecodeQuery(byte[] bytes) => Unpack(bytes, HeatJson.Default.HeatQuery);

    public static byte[] Encode(HeatOrders orders) => Pack(orders, HeatJson.Default.HeatOrders);

    public static HeatOrders DecodeOrders(byte[] bytes) => Unpack(bytes, HeatJson.Default.HeatOrders);

    public static byte[] Encode(Remedy remedy) => Pack(remedy, HeatJson.Default.Remedy);

    public static Remedy DecodeRemedy(byte[] bytes) => Unpack(bytes, HeatJson.Default.Remedy);

    public static byte[] Encode(RemedyReport report) => Pack(report, HeatJson.Default.RemedyReport);

    public static RemedyReport DecodeReport(byte[] bytes) => Unpack(bytes, HeatJson.Default.RemedyReport);

    private static byte[] Pack<T>(T value, JsonTypeInfo<T> type)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest))
        {
            JsonSerializer.Serialize(brotli, value, type);
        }

        return packed.ToArray();
    }

    private static T Unpack<T>(byte[] bytes, JsonTypeInfo<T> type)
    {
        try
        {
            using var brotli = new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress);
            return JsonSerializer.Deserialize(brotli, type)
                ?? throw new InvalidDataException("The bytes hold no frames.");
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException("The bytes hold no frames.", damaged);
        }
    }
}

/// <summary>How frames are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(IReadOnlyList<HeatFrame>))]
[JsonSerializable(typeof(HeatRange))]
[JsonSerializable(typeof(HeatQuery))]
[JsonSerializable(typeof(Remedy))]
[JsonSerializable(typeof(RemedyReport))]
[JsonSerializable(typeof(HeatOrders))]
[JsonSerializable(typeof(RemedyDetails))]
internal sealed partial class HeatJson : JsonSerializerContext;
