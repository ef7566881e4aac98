using Auctions.Processes;

namespace Auctions.Chaos.Machines;

/// <summary>The programs of a cluster as another commit has them, for scenarios with both side by side.</summary>
internal static class OtherBuild
{
    /// <summary>Names the directory in which that build's projects lie, as <c>artifacts/bin</c> of this one.</summary>
    private const string Variable = "AUCTIONS_OTHER_BUILD";

    /// <summary>Where it lies; null: nowhere.</summary>
    public static string? Directory { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named &&
        ProgramProcess.IsBuilt("Auctions.Silo", named) && ProgramProcess.IsBuilt("Auctions.FrontEnd", named)
            ? named
            : null;

    /// <summary>Why nothing can be played with it; null: it can.</summary>
    public static string? WhyNot() => Directory is null
        ? "needs the silo and the front end of another commit: scripts/chaos builds them if the clone has one before " +
            $"this; {Variable}=DIRECTORY names them otherwise"
        : null;
}
