namespace Auctions.Server.Tests.Secrecy;

/// <summary>A secret that was shown.</summary>
/// <param name="Channel">In which kind of thing.</param>
/// <param name="What">Where, and what stands around it.</param>
internal sealed record Leak(string Channel, string What)
{
    private const int ShownOfEach = 3;

    /// <summary>How many there are in each kind of thing, and some of them.</summary>
    public static string Report(IEnumerable<Leak> leaks) => string.Join('\n', leaks.GroupBy(leak => leak.Channel)
        .Select(kind => $"{kind.Count()} in {kind.Key}:\n  " +
            string.Join("\n  ", kind.Take(ShownOfEach).Select(leak => leak.What))));
}
