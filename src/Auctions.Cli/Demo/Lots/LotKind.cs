namespace Auctions.Cli.Demo.Lots;

/// <summary>How long a lot is open. Where one ends, another of its kind begins.</summary>
internal enum LotKind
{
    /// <summary>A few minutes at most.</summary>
    Short,

    /// <summary>Some five minutes.</summary>
    Medium,

    /// <summary>A quarter of an hour, up to half an hour.</summary>
    Long,

    /// <summary>Hours.</summary>
    Hours,

    /// <summary>Opens only in a while, then is open for minutes.</summary>
    Upcoming,

    /// <summary>The one that hundreds fight for.</summary>
    Headline,
}
