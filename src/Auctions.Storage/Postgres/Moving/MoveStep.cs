namespace Auctions.Storage.Postgres.Moving;

/// <summary>What a move has done, each of it durable: whatever comes after may never happen.</summary>
internal enum MoveStep
{
    /// <summary>The other shard has what was there, and bids go on.</summary>
    Copied,

    /// <summary>Nobody can write to it where it was; nobody can bid.</summary>
    Fenced,

    /// <summary>The other shard has all of it. From here on a move goes on, or is another one.</summary>
    Arrived,

    /// <summary>Lists show it there alone.</summary>
    Unlisted,

    /// <summary>The slot map names the other shard.</summary>
    Pinned,
}
