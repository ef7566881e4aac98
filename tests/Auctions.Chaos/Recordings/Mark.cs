namespace Auctions.Chaos.Recordings;

/// <summary>Something went wrong from one time to another.</summary>
/// <param name="Began">When.</param>
/// <param name="Ended">When it was whole again; null: it is not yet.</param>
internal readonly record struct Mark(long Began, long? Ended);
