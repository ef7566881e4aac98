using System.Net;
using System.Text.Json;

namespace Auctions.Cli.Demo.Calls;

/// <summary>What the API says about a lot, in views, answers to bids and refusals; absent fields are null.</summary>
internal sealed record LotAnswer
{
    public string? Id { get; init; }

    /// <summary>In a view the lot's, in a bid's answer the bid's, in a problem the HTTP status.</summary>
    public JsonElement Status { get; init; }

    /// <summary>Of a problem.</summary>
    public string? Code { get; init; }

    public long? Price { get; init; }

    public long? MinimumBid { get; init; }

    public DateTimeOffset? ClosesAt { get; init; }

    public long? Sequence { get; init; }

    public int? Extensions { get; init; }

    public DateTimeOffset? ServerTime { get; init; }
}

/// <summary>A definite answer.</summary>
/// <param name="Http">Its status.</param>
/// <param name="Lot">What it says.</param>
/// <param name="Words">The same in words, for messages.</param>
internal sealed record DemoAnswer(HttpStatusCode Http, LotAnswer Lot, string Words)
{
    /// <summary>The word for where a lot or a bid stands, if there is one.</summary>
    public string? Status =>
        Lot.Status.ValueKind == JsonValueKind.String ? Lot.Status.GetString() : null;
}
