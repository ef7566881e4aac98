using System.Runtime.InteropServices;

namespace Auctions.Bench.Reporting;

/// <summary>On what figures were made: those of another machine say little about this one.</summary>
/// <param name="Cores">Processors.</param>
/// <param name="Runtime">.NET and its version.</param>
/// <param name="Platform">The operating system.</param>
internal sealed record Machine(int Cores, string Runtime, string Platform)
{
    public static Machine Here { get; } = new(
        Environment.ProcessorCount, RuntimeInformation.FrameworkDescription, RuntimeInformation.OSDescription);

    public override string ToString() => $"{Cores} cores, {Runtime}, {Platform}";
}
