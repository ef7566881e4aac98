using System.Buffers.Text;
using System.Buffers.Binary;
using Auctions.Core;
using Auctions.Engine.Ports;
using Auctions.Web.Http;

namespace Auctions.Web.Api;

/// <summary>
/// Query parameters of lists. A cursor is opaque to clients: 8 bytes of ticks and 16 of id, base64url.
/// </summary>
internal static class Paging
{
    private const int LimitDefault = 50;
    private const int LimitMax = 200;

    public static readonly FieldProblem BadCursor =
        new("/cursor", "Must be a nextCursor of a page before, as it was given.");

    public static int ParseLimit(string? limit, List<FieldProblem> problems)
    {
        if (limit is null)
        {
            return LimitDefault;
        }

        if (AuctionEndpoints.TryParseCount(limit, LimitMax, out var count) && count > 0)
        {
            return (int)count;
        }

        problems.Add(new FieldProblem("/limit", $"Must be 1 to {LimitMax}."));
        return LimitDefault;
    }

    public static long ParseAfter(string? after, List<FieldProblem> problems)
    {
        var sequence = 0L;
        if (after is not null && !AuctionEndpoints.TryParseCount(after, long.MaxValue, out sequence))
        {
            problems.Add(new FieldProblem("/after", "Must be a sequence: a whole number from 0."));
        }

        return sequence;
    }

    public static ListedStatus? ParseStatus(string? status, List<FieldProblem> problems)
    {
        foreach (var known in Enum.GetValues<ListedStatus>())
        {
            if (string.Equals(status, known.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                return known;
            }
        }

        if (status is not null)
        {
            var names = string.Join(", ", Enum.GetNames<ListedStatus>()).ToLowerInvariant();
            problems.Add(new FieldProblem("/status", $"Must be one of: {names}."));
        }

        return null;
    }

    public static TitleSearch? ParseSearch(string? search, List<FieldProblem> problems)
    {
        if (search is null)
        {
            return null;
        }

        if (search.Trim().Length is 0 or > TitleSearch.TextLengthMax)
        {
            problems.Add(new FieldProblem(
                "/search", $"Must be 1 to {TitleSearch.TextLengthMax} characters; leave it out to list all."));
            return null;
        }

        var words = search.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > TitleSearch.WordsMax)
        {
            problems.Add(new FieldProblem("/search", $"Must be {TitleSearch.WordsMax} words at most; leave some out."));
            return null;
        }

        if (words.Any(word => word.Any(char.IsControl)))
        {
            problems.Add(new FieldProblem("/search", "No title has control characters; leave them out."));
            return null;
        }

        return new TitleSearch(words);
    }

    public static AuctionId? ParseAuction(string? auction, List<FieldProblem> problems)
    {
        if (auction is null)
        {
            return null;
        }

        if (AuctionId.TryParse(auction, out var id))
        {
            return id;
        }

        problems.Add(new FieldProblem("/auction", "Must be the id of an auction, as its view gives it."));
        return null;
    }

    public static string Cursor(DateTimeOffset at, AuctionId id)
    {
        Span<byte> bytes = stackalloc byte[8 + AuctionId.Size];
        BinaryPrimitives.WriteInt64BigEndian(bytes, at.UtcTicks);
        id.Write(bytes[8..]);
        return Base64Url.EncodeToString(bytes);
    }

    public static DueAuction? ParseDue(string? cursor, List<FieldProblem> problems)
    {
        if (cursor is null)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[8 + AuctionId.Size];
        if (cursor.Length == 32 && Base64Url.IsValid(cursor) &&
            Base64Url.TryDecodeFromChars(cursor, bytes, out var written) && written == bytes.Length)
        {
            var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
            if (ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks)
            {
                return new DueAuction(new DateTimeOffset(ticks, TimeSpan.Zero), AuctionId.FromBytes(bytes[8..]));
            }
        }

        problems.Add(BadCursor);
        return null;
    }
}
