using System.Security.Cryptography;

namespace Auctions.Cli.Replay;

/// <summary>A file of recorded bids, checked as a whole before the first request is sent.</summary>
/// <param name="Hash">SHA-256 of the file's bytes, in lower-case hexadecimal.</param>
/// <param name="Auctions">In order of their first rows.</param>
internal sealed record BidFile(string Hash, IReadOnlyList<RecordedAuction> Auctions)
{
    /// <summary>Largest file, in bytes: it is held in memory, some four times its size.</summary>
    public const long BytesMax = 256L << 20;

    public int BidCount { get; } = Auctions.Sum(auction => auction.Bids.Count);

    /// <exception cref="CommandFailedException">The file cannot be read, or a row is not what it should be.</exception>
    public static async Task<BidFile> LoadAsync(string path, CancellationToken cancellation)
    {
        byte[] bytes;
        try
        {
            if (new FileInfo(path).Length > BytesMax)
            {
                throw new CommandFailedException(
                    $"{path} is larger than {BytesMax} bytes; split it, keeping the rows of an auction together.");
            }

            bytes = await File.ReadAllBytesAsync(path, cancellation);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandFailedException($"{path} cannot be read: {problem.Message}");
        }

        return Read(path, bytes);
    }

    /// <param name="name">What messages call the file.</param>
    /// <param name="bytes">UTF-8 text, comma-separated, quoted as in RFC 4180.</param>
    /// <exception cref="CommandFailedException">A row is not what it should be.</exception>
    public static BidFile Read(string name, byte[] bytes) =>
        new(Convert.ToHexStringLower(SHA256.HashData(bytes)), BidFileReader.Read(name, bytes));
}
