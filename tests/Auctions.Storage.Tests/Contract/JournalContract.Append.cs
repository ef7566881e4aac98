using Auctions.Engine.Ports;

namespace Auctions.Storage.Tests;

/// <summary>Appending: the fence, the continuity of a stream, the time before which nothing is written.</summary>
public abstract partial class JournalContract
{
    [Fact]
    public async Task Segments_are_read_back_as_they_were_written()
    {
        var owner = await Activation.OpenAsync(Journal, Journal.IdOn(0));
        Segment[] written = [owner.Create(), owner.Bid(), owner.Bid(1_000), owner.Bid(2)];
        foreach (var segment in written)
        {
            await owner.WriteAsync(Journal, segment);
        }

        var read = (await Journal.ReadAsync(owner.Id))!.Segments;
        Assert.Equal([(1L, 1L), (2, 2), (3, 1_002), (1_003, 1_004)], read.Select(Bounds));
        Assert.All(written.Zip(read), pair =>
        {
            var (sent, stored) = pair;
            Assert.Equal((owner.Claim.Epoch, sent.CodecVersion), (stored.Epoch, stored.CodecVersion));
            Assert.Equal(sent.PreviousHash.ToArray(), stored.PreviousHash);
            Assert.Equal(sent.Payload.ToArray(), stored.Payload);
        });
        var folded = await Journal.FoldAsync(owner.Id);
        Assert.Equal(EverythingOf.Auction(owner.Auction), EverythingOf.Auction(folded));
    }

    [Theory]
    [InlineData(3, 3, "the last segment again")]
    [InlineData(2, 3, "an overlap with the last segment")]
    [InlineData(3, 5, "an overlap that reaches beyond the end")]
    [InlineData(1, 1, "the first segment again")]
    [InlineData(1, 4, "all from the start")]
    [InlineData(5, 5, "a hole")]
    [InlineData(5, 9, "a hole before many")]
    [InlineData(0, 0, "before the start")]
    public async Task A_segment_that_does_not_continue_its_stream_is_broken_and_leaves_nothing(
        long first, long last, string what)
    {
        var owner = await StartAuctionAsync(bids: 1);
        await owner.WriteAsync(Journal, owner.Bid());
        var next = owner.Bid();
        var broken = next with { FirstSequence = first, LastSequence = last };
        Assert.True(AppendStatus.Broken == await owner.AppendAsync(Journal, broken), what);
        Assert.Equal([(1L, 1L), (2, 2), (3, 3)], (await Journal.ReadAsync(owner.Id))!.Segments.Select(Bounds));
        await owner.WriteAsync(Journal, next);
        Assert.Equal(3, (await Journal.BidsAsync(owner.Id)).Count);
    }

    [Fact]
    public async Task Nobody_but_the_owner_at_the_newest_epoch_writes()
    {
        var stale = await StartAuctionAsync();
        var owner = await Activation.OpenAsync(Journal, stale.Id);
        var late = stale.Bid();
        var (mine, theirs) = (owner.Claim, stale.Claim);
        StreamClaim[] pretenders =
        [
            theirs,
            theirs with { Epoch = mine.Epoch },
            mine with { Epoch = theirs.Epoch },
            mine with { Epoch = mine.Epoch + 1 },
            mine with { Activation = Guid.NewGuid() },
        ];
        foreach (var pretender in pretenders)
        {
            Assert.Equal(AppendStatus.Fenced, await stale.AppendAsync(Journal, late with { Claim = pretender }));
        }

        var unknown = late with { Claim = mine with { Id = Journal.IdOn(0) } };
        Assert.Equal([AppendStatus.Fenced], await Journal.AppendAsync(0, [unknown], default));
        Assert.Empty(await Journal.BidsAsync(owner.Id));
        await owner.WriteAsync(Journal, owner.Bid());
    }

    [Fact]
    public async Task A_stale_segment_of_a_batch_leaves_no_trace_and_the_others_are_written()
    {
        var lots = new List<Activation>();
        for (var i = 0; i < 12; i++)
        {
            lots.Add(await StartAuctionAsync(bids: 2));
        }

        var batch = new List<Segment>();
        var expected = new List<AppendStatus>();
        AppendStatus[] fates =
            [AppendStatus.Written, AppendStatus.Fenced, AppendStatus.Broken, AppendStatus.NotYet];
        foreach (var (i, lot) in lots.Index())
        {
            var segment = lot.Bid(3);
            switch (i % 4)
            {
                case 1:
                    await Activation.OpenAsync(Journal, lot.Id);
                    break;
                case 2:
                    segment = segment with { FirstSequence = 3, LastSequence = 5 };
                    break;
                case 3:
                    segment = segment with { NotBefore = Given.Start.AddHours(1) };
                    break;
            }

            batch.Add(segment);
            expected.Add(fates[i % 4]);
        }

        Assert.Equal(expected, await Journal.AppendAsync(0, batch, default));
        foreach (var (i, lot) in lots.Index())
        {
            Assert.Equal(i % 4 == 0 ? 5 : 2, (await Journal.BidsAsync(lot.Id)).Count);
        }
    }

    [Fact]
    public async Task A_segment_waits_until_the_journals_own_clock_shows_its_time()
    {
        var owner = await StartAuctionAsync();
        var notBefore = Given.Start.AddMinutes(5);
        var segment = owner.Bid() with { NotBefore = notBefore };
        Assert.Equal(AppendStatus.NotYet, await owner.AppendAsync(Journal, segment));
        _time.SetUtcNow(notBefore.AddTicks(-1));
        Assert.Equal(AppendStatus.NotYet, await owner.AppendAsync(Journal, segment));
        Assert.Empty(await Journal.BidsAsync(owner.Id));
        _time.SetUtcNow(notBefore);
        Assert.Equal(AppendStatus.Written, await owner.AppendAsync(Journal, segment));
        Assert.Single(await Journal.BidsAsync(owner.Id));
    }

    [Fact]
    public async Task A_time_that_has_come_does_not_open_the_fence()
    {
        var stale = await StartAuctionAsync();
        await Activation.OpenAsync(Journal, stale.Id);
        var segment = stale.Bid() with { NotBefore = Given.Start };
        Assert.Equal(AppendStatus.Fenced, await stale.AppendAsync(Journal, segment));
    }

    private static (long First, long Last) Bounds(StoredSegment segment) =>
        (segment.FirstSequence, segment.LastSequence);
}
