namespace Auctions.Cli;

/// <summary>Ends a command with one line on standard error and an exit code, without a stack trace.</summary>
/// <param name="message">What is wrong and what to do about it, for whoever typed the command.</param>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
internal class CommandFailedException(string message, int exitCode = ExitCodes.Failed) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
