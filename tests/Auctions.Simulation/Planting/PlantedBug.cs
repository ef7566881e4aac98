namespace Auctions.Simulation.Planting;

/// <summary>A bug as a change of the source: only who compiles the engine anew can have it.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Changes">What is changed where.</param>
internal sealed record PlantedBug(string Name, params IReadOnlyList<Change> Changes)
{
    /// <summary>Where to begin to look for it: a rare bug needs more seeds than a test has time for.</summary>
    public ulong From { get; init; }
}

/// <summary>A change of a source file.</summary>
/// <param name="File">Path under the repository's root.</param>
/// <param name="Find">What is there, exactly once.</param>
/// <param name="Replace">What takes its place.</param>
internal sealed record Change(string File, string Find, string Replace);
