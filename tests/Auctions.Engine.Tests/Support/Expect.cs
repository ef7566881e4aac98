using Auctions.Core;
using Auctions.Engine.Actor;

namespace Auctions.Engine.Tests;

/// <summary>Assertions about answers whose failures show the whole answer.</summary>
internal static class Expect
{
    public static void Waits(params IEnumerable<Ticket> tickets) =>
        Assert.All(tickets, ticket => Assert.Null(ticket.Answer));

    /// <summary>Asserts that a bid was accepted with this sequence.</summary>
    public static BidAnswer Accepted(long sequence, Answer? answer)
    {
        var accepted = Accepted(answer);
        Assert.Equal(sequence, accepted.Bid.Sequence);
        return accepted;
    }

    public static BidAnswer Accepted(Answer? answer)
    {
        var accepted = Assert.IsType<BidAnswer>(answer);
        Assert.False(accepted.Replayed);
        return accepted;
    }

    public static void Refused(Refusal refusal, Answer? answer) =>
        Assert.Equal(refusal, Assert.IsType<RefusedAnswer>(answer).Refusal);

    public static void Unavailable(Unavailability reason, params IEnumerable<Answer?> answers) =>
        Assert.All(answers, answer => Assert.Equal(new UnavailableAnswer(reason), answer));

    public static AuctionView View(Answer? answer) => Assert.IsType<ViewAnswer>(answer).View;
}
