using System.Diagnostics;

namespace Auctions.Testing;

/// <summary>A pipe with a name that nobody writes into: who opens it waits without an end.</summary>
public static class NamedPipe
{
    /// <summary>How long what must not wait for it may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task MakeAsync(string path)
    {
        File.Delete(path);
        using var made = Process.Start("mkfifo", path);
        await made.WaitForExitAsync();
        if (made.ExitCode != 0)
        {
            throw new IOException($"mkfifo {path} ended with {made.ExitCode}.");
        }
    }
}
