using System.Text.Json.Serialization;
using Auctions.Web.Api;
using Auctions.Web.Hotspots;

namespace Auctions.Web.Http;

/// <summary>How answers become JSON: camelCase, absent rather than null where the contract says so.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(ViewBody))]
[JsonSerializable(typeof(BidBody))]
[JsonSerializable(typeof(AuctionListBody))]
[JsonSerializable(typeof(HistoryBody))]
[JsonSerializable(typeof(OwnBidsBody))]
[JsonSerializable(typeof(HeartbeatBody))]
[JsonSerializable(typeof(HealthBody))]
[JsonSerializable(typeof(RemedyBody))]
internal sealed partial class ApiJson : JsonSerializerContext;
