using Auctions.Core;

namespace Auctions.Engine.Ports;

/// <summary>What moving an auction to another shard would do.</summary>
/// <param name="Id">The auction.</param>
/// <param name="From">The shard that has it now; -1: none is known.</param>
/// <param name="To">The shard it is to live on.</param>
/// <param name="Segments">Segments of its journal.</param>
/// <param name="Bytes">What they hold, in bytes.</param>
/// <param name="Bids">Its accepted bids, as listed.</param>
/// <param name="Refusal">Why it cannot be done, and what to do; null: it can.</param>
public sealed record MovePlan(
    AuctionId Id, int From, int To, long Segments, long Bytes, long Bids, string? Refusal);

/// <summary>What moving an auction came to.</summary>
/// <param name="Plan">What was to be done.</param>
/// <param name="Pause">
/// How long nobody could bid on it here: from its fence on the one shard until the slot map named the other. Each
/// process follows when it next looks at the map.
/// </param>
/// <param name="MapVersion">The slot map's version since then.</param>
public sealed record MoveReport(MovePlan Plan, TimeSpan Pause, long MapVersion);
