namespace Auctions.Bench.Peers;

/// <summary>The ways without an engine that it is measured against.</summary>
internal enum Peer
{
    /// <summary>SELECT ... FOR UPDATE, checks in the application, UPDATE, INSERT.</summary>
    RowLock,

    /// <summary>One statement that checks, updates and inserts.</summary>
    Statement,
}
