namespace Auctions.Bench.Presets;

/// <summary>One step of a preset: a command line of this program.</summary>
/// <param name="Title">What it makes, for people; steps of a baseline are found by it.</param>
/// <param name="Arguments">As one would type them, without where servers are and where figures go.</param>
internal sealed record Step(string Title, string Arguments)
{
    /// <summary>Whether it wants servers whose every fsync takes longer; it is left out where there are none.</summary>
    public bool WantsDelay { get; init; }

    /// <summary>Whether charts are drawn of it.</summary>
    public bool Draws { get; init; }

    /// <summary>How long it is expected to take; null: as its arguments say.</summary>
    public TimeSpan? Expected { get; init; }
}
