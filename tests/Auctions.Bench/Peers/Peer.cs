namespace Auctions.Bench.Peers;

/// <summary>The ways without an engine that it is measured against.</summary>
internal enum Peer
{
    /// <summary>SELECT ... FOR UPDATE, checks in the application, UPDATE, INSERT.</summary>
    RowLock,

    /// <summary>A read without a lock, then a write that counts only while the version is the one read.</summary>
    Optimistic,

    /// <summary>One statement that checks, updates and inserts.</summary>
    Statement,

    /// <summary>The same statement, many bids on their way on each connection.</summary>
    Pipelined,

    /// <summary>A Lua script on a Redis server that flushes its log before it answers.</summary>
    Redis,
}
