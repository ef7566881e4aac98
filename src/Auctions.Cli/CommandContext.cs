namespace Auctions.Cli;

/// <summary>Where a command writes, and its clock.</summary>
/// <param name="Output">Results, nothing else.</param>
/// <param name="Error">Progress and messages.</param>
/// <param name="ErrorIsTerminal">Whether <paramref name="Error"/> may be animated.</param>
/// <param name="Time">Time for waits, deadlines and rates.</param>
internal sealed record CommandContext(TextWriter Output, TextWriter Error, bool ErrorIsTerminal, TimeProvider Time)
{
    /// <summary>Whether <see cref="Output"/> may be animated.</summary>
    public bool OutputIsTerminal { get; init; }

    public static CommandContext OfProcess() =>
        new(Console.Out, Console.Error, !Console.IsErrorRedirected, TimeProvider.System)
        {
            OutputIsTerminal = !Console.IsOutputRedirected,
        };
}
