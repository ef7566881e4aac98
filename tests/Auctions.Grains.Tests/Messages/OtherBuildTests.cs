using Auctions.Grains.Messages;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Auctions.Grains.Tests.Messages;

/// <summary>Builds side by side, as in a rolling restart: what one sends the other one reads.</summary>
public sealed class OtherBuildTests
{
    private static readonly BidMessage Bid = new(
        Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"),
        Guid.Parse("ffeeddcc-bbaa-9988-7766-554433221100"),
        125_00,
        639_079_632_000_000_000,
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    private static readonly Serializer Serializer =
        new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    [Fact]
    public void A_member_that_only_the_newer_build_knows_is_left_out()
    {
        var sent = new NewerBidMessage(Bid.Bidder, Bid.Key, Bid.Amount, Bid.Stamp, Bid.Trace, "a channel", [1, 2, 3]);
        Assert.Equal(Bid, Serializer.Deserialize<BidMessage>(Serializer.SerializeToArray(sent)));
    }

    [Fact]
    public void A_build_that_did_not_trace_reads_and_sends_bids_as_before()
    {
        var older = new UntracedBidMessage(Bid.Bidder, Bid.Key, Bid.Amount, Bid.Stamp);
        Assert.Equal(older, Serializer.Deserialize<UntracedBidMessage>(Serializer.SerializeToArray(Bid)));
        Assert.Equal(
            Bid with { Trace = null }, Serializer.Deserialize<BidMessage>(Serializer.SerializeToArray(older)));
    }

    [Fact]
    public void A_member_that_the_older_build_does_not_know_has_its_default()
    {
        var read = Serializer.Deserialize<NewerBidMessage>(Serializer.SerializeToArray(Bid));
        Assert.Equal(new NewerBidMessage(Bid.Bidder, Bid.Key, Bid.Amount, Bid.Stamp, Bid.Trace, null, null), read);
    }
}

/// <summary>A bid as some later build may send it.</summary>
[GenerateSerializer, Immutable, Alias("newer-bid-message")]
internal readonly record struct NewerBidMessage(
    [property: Id(0)] Guid Bidder,
    [property: Id(1)] Guid Key,
    [property: Id(2)] long Amount,
    [property: Id(3)] long Stamp,
    [property: Id(4)] string? Trace,
    [property: Id(5)] string? Channel,
    [property: Id(6)] int[]? Parts);

/// <summary>A bid as builds sent it before bids were traced.</summary>
[GenerateSerializer, Immutable, Alias("untraced-bid-message")]
internal readonly record struct UntracedBidMessage(
    [property: Id(0)] Guid Bidder,
    [property: Id(1)] Guid Key,
    [property: Id(2)] long Amount,
    [property: Id(3)] long Stamp);
