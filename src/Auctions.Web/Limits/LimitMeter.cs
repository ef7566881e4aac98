using System.Diagnostics.Metrics;
using Auctions.Engine;

namespace Auctions.Web.Limits;

/// <summary>What was turned away by a limit, on the product's meter. Never of whom.</summary>
internal static class LimitMeter
{
    public const string Person = "person";
    public const string Address = "address";
    public const string Connection = "connection";

    private static readonly Meter Meter = new(Instruments.Name);

    private static readonly Counter<long> Refused = Meter.CreateCounter<long>(
        "auction.limit.refused", "{refusal}", "Requests and connections turned away by a limit.");

    /// <summary>One more.</summary>
    /// <param name="limit">Which limit, by its name here.</param>
    public static void Count(string limit) => Refused.Add(1, KeyValuePair.Create("limit", (object?)limit));
}
