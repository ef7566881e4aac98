using System.Text.Json.Serialization;

namespace Auctions.Bench.Reporting;

/// <summary>Under what load figures are made.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Measure>))]
internal enum Measure
{
    /// <summary>That which was asked for.</summary>
    Throughput,

    /// <summary>The highest that is borne, and half of it.</summary>
    Peak,

    /// <summary>A hundred times as much at the end.</summary>
    Spike,
}
