namespace Auctions.Bench.Cluster;

/// <summary>How bids travel from this process to their auctions.</summary>
internal enum Mode
{
    /// <summary>One bid per grain call.</summary>
    One,

    /// <summary>As a front end sends them: bids that wait for a call leave together.</summary>
    Coalesced,

    /// <summary>No bid at all: the view is asked for, which needs no disk. What Orleans carries here.</summary>
    View,
}
