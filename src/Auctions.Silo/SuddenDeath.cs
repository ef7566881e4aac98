using System.Diagnostics;

namespace Auctions.Silo;

/// <summary>
/// Ends a silo that the others have voted out, or that is broken, at once. Orleans' own handler waits two seconds for
/// logs, while all other threads go on serving; the fence keeps what they write out of the journal, but every answer
/// they could have given must not be given.
/// </summary>
internal sealed class SuddenDeath : IFatalErrorHandler
{
    public bool IsUnexpected(Exception exception) => true;

    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
    {
        Console.Error.WriteLine($"The silo ends at once: {context} {exception?.Message}");
        Process.GetCurrentProcess().Kill();
    }
}
