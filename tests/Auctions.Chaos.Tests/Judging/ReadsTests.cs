using Auctions.Chaos.Recordings;

namespace Auctions.Chaos.Tests.Judging;

/// <summary>I9 for pages of history and own bids.</summary>
public sealed class ReadsTests
{
    private static readonly (long Sequence, int Bidder, long Price)[] Page =
        [(4, 1, 13_00), (3, 2, 12_00), (2, 1, 10_00)];

    [Fact]
    public void A_piece_of_the_journal_that_holds_what_its_reader_knew_of() => Shown(new(0, 0, AtLeast: 4, Page)).Is();

    [Fact]
    public void An_empty_page_for_who_knew_of_nothing() => Shown(new(0, 0, AtLeast: 0, [])).Is();

    [Fact]
    public void I9_a_page_that_ends_before_what_its_reader_knew_of() => Shown(new(0, 0, AtLeast: 5, Page)).Is("I9");

    [Fact]
    public void I9_an_empty_page_for_who_knew_of_a_bid() => Shown(new(0, 0, AtLeast: 2, [])).Is("I9");

    [Fact]
    public void I9_a_page_with_a_hole() => Shown(new(0, 0, AtLeast: 4, [Page[0], Page[2]])).Is("I9");

    [Fact]
    public void I9_a_page_with_another_price() =>
        Shown(new(0, 0, AtLeast: 4, [Page[0], Page[1] with { Price = 12_01 }, Page[2]])).Is("I9");

    [Fact]
    public void I9_a_page_with_another_bidder() =>
        Shown(new(0, 0, AtLeast: 4, [Page[0], Page[1] with { Bidder = 3 }, Page[2]])).Is("I9");

    // Bidder 0 bid at 2, 4 and 6.
    [Theory]
    [InlineData(11_00, 1, 2, "")]
    [InlineData(13_00, 2, 4, "")]
    [InlineData(15_00, 3, 6, "")]
    [InlineData(13_00, 1, 4, "I9")]
    [InlineData(11_00, 2, 4, "I9")]
    [InlineData(13_00, 2, 5, "I9")]
    [InlineData(13_00, 2, 2, "I9")]
    public void I9_own_bids_are_those_of_some_prefix(long maximum, int bids, long last, string label)
    {
        var run = Run.Good();
        run.Notes.OwnBids.Add(new SeenOwnBids(0, 0, maximum, bids, last));
        run.Is(label.Length > 0 ? [label] : []);
    }

    private static Run Shown(SeenHistory page)
    {
        var run = Run.Good();
        run.Notes.Histories.Add(page);
        return run;
    }
}
