using System.Text.Json.Serialization;

namespace Auctions.Web.Hotspots;

/// <summary>How reports become JSON: camelCase, absent rather than null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HotspotReport))]
[JsonSerializable(typeof(HotspotHistory))]
internal sealed partial class HotspotJson : JsonSerializerContext;
