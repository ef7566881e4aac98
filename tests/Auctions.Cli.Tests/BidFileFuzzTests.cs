using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Auctions.Cli.Replay;
using Auctions.Cli.Tests.Support;
using Auctions.Testing;
using Xunit.Abstractions;

namespace Auctions.Cli.Tests;

/// <summary>
/// Whatever a file holds, its rows are read, or one short message says where it is wrong and what to do.
/// </summary>
public sealed partial class BidFileFuzzTests(ITestOutputHelper output)
{
    private const int Cases = 6_000;
    private const int MessageLengthMax = 400;
    private const int BytesAllocatedMin = 1 << 20;
    private const int BytesAllocatedPerByteMax = 100;

    [Fact]
    public void A_damaged_file_is_read_or_refused_with_its_place_and_what_to_do()
    {
        var seed = Seed.OfThisRun;
        output.WriteLine(Seed.Repeat(seed));
        var refused = 0;
        for (var i = 0; i < Cases; i++)
        {
            var bytes = CsvDamage.Of(new Random(Seed.Of(seed, i)), Csv.Three);
            try
            {
                refused += IsRefused(bytes) ? 1 : 0;
            }
            catch (Exception failure)
            {
                Assert.Fail($"{Seed.Repeat(seed)}, case {i}: {failure}\n{Encoding.UTF8.GetString(bytes)}");
            }
        }

        Assert.InRange(refused, Cases / 4, Cases * 99 / 100);
    }

    private static bool IsRefused(byte[] bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        BidFile? file = null;
        string? refusal = null;
        try
        {
            file = BidFile.Read("bids.csv", bytes);
        }
        catch (CommandFailedException failure)
        {
            refusal = failure.Message;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(
            allocated <= BytesAllocatedMin + ((long)BytesAllocatedPerByteMax * bytes.Length),
            $"{bytes.Length} bytes took {allocated} bytes of memory to read.");
        if (refusal is null)
        {
            CheckRows(file!);
            return false;
        }

        CheckRefusal(refusal, bytes);
        return true;
    }

    private static void CheckRefusal(string refusal, byte[] bytes)
    {
        Assert.InRange(refusal.Length, 1, MessageLengthMax);
        var isOfTheWhole = refusal.StartsWith("bids.csv is ", StringComparison.Ordinal) ||
            refusal.StartsWith("bids.csv holds ", StringComparison.Ordinal);
        if (!isOfTheWhole)
        {
            var place = Place().Match(refusal);
            Assert.True(place.Success, refusal);
            var breaks = Encoding.UTF8.GetString(bytes).Count(letter => letter is '\n' or '\r');
            Assert.InRange(int.Parse(place.Groups[1].Value, CultureInfo.InvariantCulture), 1, breaks + 1);
        }

        Assert.Matches("; (it|add|amounts|each|quote|save|this|use|write)", refusal);
    }

    // What was read is what a plain file of the same rows gives.
    private static void CheckRows(BidFile file)
    {
        var rows = file.Auctions
            .SelectMany(auction => auction.Bids.Select(bid => (Auction: auction, Bid: bid)))
            .OrderBy(row => row.Bid.Row)
            .Select(row => string.Join(
                ',',
                Quoted(row.Auction.Id),
                Money.Write(row.Bid.Amount),
                row.Bid.Days.ToString("R", CultureInfo.InvariantCulture),
                Quoted(row.Bid.Bidder),
                Money.Write(row.Auction.OpeningPrice),
                Money.Write(row.Auction.Price)));
        var plain = Csv.Read("auctionid,bid,bidtime,bidder,openbid,price\n" + string.Join('\n', rows));
        Assert.Equal(file.Auctions.Select(Content), plain.Auctions.Select(Content));
        Assert.Equal(Enumerable.Range(1, file.BidCount), file.Auctions.SelectMany(RowsOf).Order());
    }

    private static IEnumerable<int> RowsOf(RecordedAuction auction) => auction.Bids.Select(bid => bid.Row);

    private static (string Id, long Opening, long Price, string Bids) Content(RecordedAuction auction) =>
        (auction.Id, auction.OpeningPrice, auction.Price, string.Join(' ', auction.Bids));

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    [GeneratedRegex("^bids\\.csv, line ([0-9]+): ")]
    private static partial Regex Place();
}
