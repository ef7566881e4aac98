namespace Auctions.Cli.Replay;

/// <summary>
/// The idempotency keys of a run. They follow from the run's name and the file alone, so the same command again sends
/// the same keys and takes up where the last one ended.
/// </summary>
internal sealed record RunKeys(string Run)
{
    /// <summary>Longest idempotency key, in characters.</summary>
    public const int LengthMax = 255;

    private const int DefaultNameLength = 16;

    /// <param name="file">What is replayed.</param>
    /// <param name="given">A name to use instead of the one that the file's hash gives.</param>
    /// <exception cref="CommandFailedException">The name would make a key too long.</exception>
    public static RunKeys Of(BidFile file, string? given)
    {
        var keys = new RunKeys(given ?? file.Hash[..DefaultNameLength]);
        var longest = file.Auctions.Max(auction => keys.OfBid(auction, auction.Bids.MaxBy(bid => bid.Row)).Length);
        return longest <= LengthMax
            ? keys
            : throw new CommandFailedException(
                $"--run: the name has {keys.Run.Length} characters; with this file use at most " +
                $"{keys.Run.Length - (longest - LengthMax)}.",
                ExitCodes.Usage);
    }

    /// <returns>Null if keys may start with the name, else a sentence that says what to do.</returns>
    public static string? ProblemOf(string name) =>
        name.Length is >= 1 and <= LengthMax && !name.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? null
            : $"'{name}' cannot start a key; use visible ASCII characters, from 1 to fewer than {LengthMax}";

    public string OfAuction(RecordedAuction auction) => $"{Run}/{auction.Id}";

    public string OfBid(RecordedAuction auction, RecordedBid bid) => $"{Run}/{auction.Id}/{bid.Row}";
}
