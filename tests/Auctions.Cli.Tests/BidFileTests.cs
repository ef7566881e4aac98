using System.Text;
using Auctions.Cli.Replay;
using Auctions.Cli.Tests.Support;

namespace Auctions.Cli.Tests;

/// <summary>What the reader makes of a file, and what it says about a bad one.</summary>
public class BidFileTests
{
    [Fact]
    public void A_good_file_gives_its_auctions_in_file_order()
    {
        var file = Csv.Read(Csv.Three);

        Assert.Equal(["a1", "b2", "c3"], file.Auctions.Select(auction => auction.Id));
        Assert.Equal(7, file.BidCount);
        Assert.Equal(
            ["Watch (a1)", "Palm Pilot (b2)", "Palm Pilot (c3)"], file.Auctions.Select(auction => auction.Title));
        Assert.Equal([17750, 1000, 325], file.Auctions.Select(auction => auction.Price));
        Assert.Equal(new RecordedBid(3, 0.7, "carl", 17750), file.Auctions[0].Bids[2]);
        Assert.Equal(new RecordedBid(7, 0.3, "emil", 500), file.Auctions[2].Bids[0]);
    }

    [Fact]
    public void Bids_are_sorted_by_time_and_keep_file_order_on_ties()
    {
        var file = Csv.Read(Csv.Of(
            "a,3,2.5,x,0,1,3,i,t",
            "b,9,0.1,x,0,1,3,i,t",
            "a,4,10.5,x,0,1,3,i,t",
            "a,5,2.50,y,0,1,3,i,t",
            "a,6,1e-05,x,0,1,3,i,t"));

        Assert.Equal([5, 1, 4, 3], file.Auctions[0].Bids.Select(bid => bid.Row));
    }

    [Fact]
    public void The_opening_price_is_that_of_the_first_row_in_file_order_not_in_time_order()
    {
        var file = Csv.Read(Csv.Of("a,30,2,x,0,9.99,30,i,t", "a,20,1,y,0,0.01,30,i,t"));

        Assert.Equal(999, file.Auctions[0].OpeningPrice);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("0.01", 1)]
    [InlineData("0.1", 10)]
    [InlineData("1.15", 115)]
    [InlineData("4.35", 435)]
    [InlineData("2.50", 250)]
    [InlineData("177.5", 17750)]
    [InlineData("007", 700)]
    [InlineData("9007199254740.93", 900719925474093)]
    public void Amounts_are_a_hundred_times_what_is_written_exactly(string text, long cents)
    {
        var file = Csv.Read(Csv.Of($"a,{text},1,x,0,1,1,i,t"));

        Assert.Equal(cents, file.Auctions[0].Bids[0].Amount);
    }

    [Fact]
    public void Columns_are_found_by_name_and_may_be_quoted()
    {
        var file = Csv.Read(
            "price,bidder,\"openbid\",bidtime,bid,auctionid,item\r\n5,\"a, \"\"b\"\"\",1,0,5,z,\"big, old\"\r\n");

        var auction = Assert.Single(file.Auctions);
        Assert.Equal("big, old (z)", auction.Title);
        Assert.Equal(new RecordedBid(1, 0, "a, \"b\"", 500), auction.Bids[0]);
    }

    [Fact]
    public void A_byte_order_mark_and_a_missing_last_line_break_do_not_matter()
    {
        var file = Csv.Read("\uFEFF" + Csv.Three.TrimEnd('\n'));

        Assert.Equal(7, file.BidCount);
    }

    [Fact]
    public void The_hash_is_that_of_the_bytes()
    {
        var file = BidFile.Read("f", Encoding.UTF8.GetBytes(Csv.Of("a,5,1,x,0,1,1,i,t")));

        Assert.Equal("595d7d82", file.Hash[..8]);
        Assert.Equal(64, file.Hash.Length);
    }

    [Theory]
    [InlineData("", " is empty; it starts with a line of column names: auctionid, bid, bidtime, bidder, openbid, ")]
    [InlineData("auctionid,bid,bidtime,bidder,openbid,price\n", " holds column names and no bids; add a row per bid.")]
    [InlineData("auctionid,bid,bidtime,openbid,price\n1,2,3,4,5\n", ", line 1: the column 'bidder' is missing; ")]
    [InlineData("auctionid,bid,bid,bidtime,bidder,openbid,price\n", ", line 1: the column name 'bid' occurs twice; ")]
    public void A_file_without_what_it_needs_is_refused(string text, string message) =>
        Refused(text, "bids.csv" + message);

    [Theory]
    [InlineData("a,5,1,x,0,1,1,i", "line 3: 8 columns instead of 9; ")]
    [InlineData("a,5,1,x,0,1,1,i,t,u", "line 3: 10 columns instead of 9; ")]
    [InlineData("a,five,1,x,0,1,1,i,t", "line 3: column bid: 'five' is not a number; write it like 17.50.")]
    [InlineData("a,,1,x,0,1,1,i,t", "line 3: column bid: '' is not a number; ")]
    [InlineData("a,5.,1,x,0,1,1,i,t", "line 3: column bid: '5.' is not a number; ")]
    [InlineData("a,1e3,1,x,0,1,1,i,t", "line 3: column bid: '1e3' is not a number; ")]
    [InlineData("a, 5,1,x,0,1,1,i,t", "line 3: column bid: ' 5' is not a number; ")]
    [InlineData("a,\"1,000\",1,x,0,1,1,i,t", "line 3: column bid: '1,000' is not a number; ")]
    [InlineData("a,٥,1,x,0,1,1,i,t", "line 3: column bid: '٥' is not a number; ")]
    [InlineData("a,-5,1,x,0,1,1,i,t", "line 3: column bid: '-5' is negative; ")]
    [InlineData("a,5.125,1,x,0,1,1,i,t", "line 3: column bid: '5.125' has more than two decimals; ")]
    [InlineData("a,12345678901234,1,x,0,1,1,i,t", "line 3: column bid: '12345678901234' is too large; ")]
    [InlineData("a,5,1,x,0,-1,1,i,t", "line 3: column openbid: '-1' is negative; ")]
    [InlineData("a,5,1,x,0,1,1.001,i,t", "line 3: column price: '1.001' has more than two decimals; ")]
    [InlineData("first,5,1,x,0,1,2,i,t", "line 3: column price: 2.00 after 1.00; write the auction's one price")]
    [InlineData("a,5,noon,x,0,1,1,i,t", "line 3: column bidtime: 'noon' is not a number; ")]
    [InlineData("a,5,NaN,x,0,1,1,i,t", "line 3: column bidtime: 'NaN' is not a number; ")]
    [InlineData("a,5,1e999,x,0,1,1,i,t", "line 3: column bidtime: '1e999' is not a number; ")]
    [InlineData("a,5,-1,x,0,1,1,i,t", "line 3: column bidtime: '-1' is negative; ")]
    [InlineData("a,5,1,,0,1,1,i,t", "line 3: column bidder: '' cannot be sent; ")]
    [InlineData("a,5,1,zoë,0,1,1,i,t", "line 3: column bidder: 'zoë' cannot be sent; ")]
    [InlineData("a,5,1,x ,0,1,1,i,t", "line 3: column bidder: 'x ' cannot be sent; ")]
    [InlineData("a b,5,1,x,0,1,1,i,t", "line 3: column auctionid: 'a b' cannot be sent; ")]
    [InlineData(",5,1,x,0,1,1,i,t", "line 3: column auctionid: '' cannot be sent; ")]
    [InlineData("a,5,1,\"x\"y,0,1,1,i,t", "line 3: a quote is in the wrong place; ")]
    [InlineData("a,5,1,\"x,0,1,1,i,t", "line 3: a quote is in the wrong place; ")]
    public void A_bad_row_is_refused_with_its_line_and_column(string row, string message) =>
        Refused(Csv.Of("first,5,1,x,0,1,1,i,t", row), "bids.csv, " + message);

    [Fact]
    public void Line_numbers_count_lines_inside_quotes_and_row_numbers_do_not()
    {
        const string Before = "a,5,1,x,0,1,1,\"two\nlines\",t";

        Refused(Csv.Of(Before, "a,bad,1,x,0,1,1,i,t"), "bids.csv, line 4: column bid");
        Assert.Equal(2, Csv.Read(Csv.Of(Before, "", "a,6,2,y,0,1,1,i,t")).Auctions[0].Bids[1].Row);
    }

    [Theory]
    [InlineData("a,{0},1,x,0,1,1,i,t", "column bid", "is not a number; write it like 17.50.")]
    [InlineData("a,5,{0},x,0,1,1,i,t", "column bidtime", "is not a number; write days since the start, like 2.230949.")]
    [InlineData("a,5,1,{0},0,1,1,i,t", "column bidder", "cannot be sent; use 1 to 200 ASCII characters, ")]
    public void A_long_field_is_shown_in_part_so_that_what_to_do_is_not_cut_off(
        string row, string column, string whatToDo)
    {
        var field = new string('x', 100_000);

        Refused(
            Csv.Of(row.Replace("{0}", field, StringComparison.Ordinal)),
            $"bids.csv, line 2: {column}: '{field[..80]}...' {whatToDo}");
    }

    [Fact]
    public void Text_that_is_not_UTF8_is_refused()
    {
        var bytes = Encoding.Latin1.GetBytes(Csv.Of("a,5,1,zoë,0,1,1,i,t"));

        var failure = Assert.Throws<CommandFailedException>(() => BidFile.Read("bids.csv", bytes));

        Assert.Equal("bids.csv is not UTF-8 text; save it as comma-separated UTF-8.", failure.Message);
    }

    private static void Refused(string text, string message)
    {
        var failure = Assert.Throws<CommandFailedException>(() => Csv.Read(text));

        Assert.StartsWith(message, failure.Message);
        Assert.Equal(ExitCodes.Failed, failure.ExitCode);
    }
}
