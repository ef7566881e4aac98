using System.Globalization;
using System.Text.RegularExpressions;
using Auctions.Chaos.Playing;
using Auctions.Processes;

namespace Auctions.Chaos.Judging;

/// <summary>What the command <c>auctions verify</c> says of a store.</summary>
/// <param name="Faults">How many faults it found; null: it could not read the store.</param>
/// <param name="Text">What it printed.</param>
internal sealed partial record Verified(int? Faults, string Text)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public bool IsClean => Faults == 0;

    /// <summary>Runs it, as a process of its own.</summary>
    public static async Task<Verified> RunAsync(Grounds grounds, CancellationToken cancellation)
    {
        await using var process = ProgramProcess.Start(
            "Auctions.Cli", ["verify", .. grounds.DirectOptions], [], assembly: "auctions");
        var code = await process.ExitAsync(Patience, cancellation);
        var faults = FaultCount().Match(process.Output) is { Success: true } found
            ? int.Parse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : (int?)null;
        return new Verified(faults, $"{process.Output}{process.Error}".Trim() + (code == 0 ? "" : $" (exit {code})"));
    }

    [GeneratedRegex(@"^verify: .* (\d+) faults", RegexOptions.Multiline)]
    private static partial Regex FaultCount();
}
