namespace Auctions.Engine.Heat;

/// <summary>What an operator did, for good: entries are added, never changed.</summary>
/// <param name="At">When, in Unix milliseconds by the shards' clock.</param>
/// <param name="Actor">The operator's pseudonym.</param>
/// <param name="Action">What was done, such as <c>hotspot.pin</c>.</param>
/// <param name="Subject">To what: an auction's id.</param>
/// <param name="Outcome"><c>begun</c>, <c>done</c> or <c>failed</c>.</param>
/// <param name="Details">The rest as JSON, without anything secret or personal in it.</param>
public sealed record AuditEntry(
    long At, string Actor, string Action, string Subject, string Outcome, string Details);
