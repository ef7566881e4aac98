namespace Auctions.Cli.Replay;

/// <summary>
/// The tokens that stand for people: one for everyone, or one per person, read from a file. No message ever shows one.
/// </summary>
internal sealed class BearerTokens
{
    /// <summary>Largest file, in bytes.</summary>
    private const int BytesMax = 64 << 20;

    /// <summary>Longest token: request headers have no room for more.</summary>
    private const int TokenLengthMax = 16 << 10;

    private readonly string path;
    private readonly string? forEveryone;
    private readonly Dictionary<string, string> forPeople = [];

    private BearerTokens(string path, string[] lines)
    {
        this.path = path;
        if (lines is [var alone] && IsToken(alone))
        {
            forEveryone = alone;
            return;
        }

        for (var line = 0; line < lines.Length; line++)
        {
            var words = lines[line].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words is not [var person, var token] || !IsToken(token) || !forPeople.TryAdd(person, token))
            {
                throw new CommandFailedException(
                    $"--token: {path}, entry {line + 1}: put one token alone into the file, or a line " +
                    "\"person token\" for each person, once.");
            }
        }
    }

    /// <summary>Whether one token stands for everyone, so that the seller bids, too.</summary>
    public bool AreShared => forEveryone is not null;

    /// <exception cref="CommandFailedException">The file cannot be read or holds no tokens.</exception>
    public static async Task<BearerTokens> LoadAsync(string path, CancellationToken cancellation)
    {
        string text;
        try
        {
            text = new FileInfo(path).Length <= BytesMax ? await File.ReadAllTextAsync(path, cancellation) : "";
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandFailedException($"--token: {path} cannot be read: {problem.Message}");
        }

        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.Length > 0
            ? new BearerTokens(path, lines)
            : throw new CommandFailedException(
                $"--token: {path} holds no bearer token; put one into it, in at most {BytesMax} bytes.");
    }

    /// <summary>One token for everyone.</summary>
    public static BearerTokens ForEveryone(string token) => new("(given)", [token]);

    /// <exception cref="CommandFailedException">The file has none for this person.</exception>
    public string Of(string person) => forEveryone ?? forPeople.GetValueOrDefault(person)
        ?? throw new CommandFailedException($"--token: {path} has no token for {OneLine.Of(person)}.");

    private static bool IsToken(string text) =>
        text.Length is >= 1 and <= TokenLengthMax && !text.AsSpan().ContainsAnyExceptInRange('!', '~');
}
