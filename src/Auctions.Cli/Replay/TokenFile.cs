namespace Auctions.Cli.Replay;

/// <summary>Reads a bearer token. No message ever shows it.</summary>
internal static class TokenFile
{
    /// <summary>Largest file, in bytes: request headers have no room for more.</summary>
    private const int BytesMax = 16 << 10;

    /// <exception cref="CommandFailedException">The file cannot be read or holds no token.</exception>
    public static async Task<string> LoadAsync(string path, CancellationToken cancellation)
    {
        string token;
        try
        {
            token = new FileInfo(path).Length <= BytesMax
                ? (await File.ReadAllTextAsync(path, cancellation)).Trim()
                : "";
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandFailedException($"--token: {path} cannot be read: {problem.Message}");
        }

        return token.Length > 0 && !token.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? token
            : throw new CommandFailedException(
                $"--token: {path} holds no bearer token; put the token alone into it, in at most {BytesMax} bytes.");
    }
}
