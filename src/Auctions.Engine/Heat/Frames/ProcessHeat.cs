namespace Auctions.Engine.Heat;

/// <summary>A process that reports.</summary>
public sealed class ProcessHeat
{
    /// <summary>Its name, which no other process has, nor had.</summary>
    public required string Name { get; init; }

    /// <summary><c>server</c>, <c>silo</c> or <c>front-end</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The program's version.</summary>
    public string Version { get; init; } = "";

    /// <summary>When it started, in Unix seconds.</summary>
    public long StartedAt { get; init; }

    /// <summary>Whether it is its last: it stops.</summary>
    public bool IsLast { get; set; }

    /// <summary>Auctions in memory at the end of the frame.</summary>
    public int Auctions { get; set; }

    /// <summary>Live feeds at the end of the frame.</summary>
    public int Watchers { get; set; }

    /// <summary>Bids that were counted and not timed, because too many auctions were timed at once.</summary>
    public long Dropped { get; set; }

    /// <summary>Seconds of the frame that it reported.</summary>
    public int Seconds { get; set; } = 1;
}
