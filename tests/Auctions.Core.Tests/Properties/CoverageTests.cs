using Xunit.Sdk;

namespace Auctions.Core.Tests;

/// <summary>The random plans reach what the properties speak about: a property over nothing always holds.</summary>
public sealed class CoverageTests
{
    private const int Seed = 1;

    [Fact]
    public void Random_plans_reach_every_event_every_ending_and_every_kind_of_answer()
    {
        var seen = new HashSet<string>();
        Seeded.ForAllPlays(
            Seed,
            play =>
            {
                foreach (var move in play.Moves)
                {
                    seen.Add($"{move.Decision.Kind}");
                    seen.UnionWith(move.Events.Select(happened => happened.GetType().Name));
                    seen.UnionWith(move.Events.OfType<AuctionClosed>().Select(closed => $"by {closed.Cause}"));
                    seen.Add($"{move.After.Status}");
                    if (move.Decision.Kind == DecisionKind.Refused) seen.Add($"{move.Decision.Refusal}");
                    if (move.Decision.Event is BidPlaced { ClosesAt: not null }) seen.Add("extended");
                    if (move.Turn.Now < move.Before.At) seen.Add("clock went back");
                    if (move is { Before.LeaderMaximum: > 0, Decision.Event: BidPlaced { Leads: false } bid } &&
                        bid.Amount == move.Before.LeaderMaximum)
                    {
                        seen.Add("equal maxima");
                    }
                }
            },
            watch: null,
            nameof(CoverageTests));

        string[] expected =
        [
            .. Enum.GetNames<DecisionKind>(),
            .. Enum.GetNames<AuctionStatus>(),
            .. Enum.GetNames<Refusal>().Except([nameof(Refusal.UnknownAuction), nameof(Refusal.ReserveNotLower)]),
            .. Enum.GetNames<ClosingCause>().Select(cause => $"by {cause}"),
            .. typeof(AuctionEvent).Assembly.GetTypes()
                .Where(type => type.IsSubclassOf(typeof(AuctionEvent)))
                .Select(type => type.Name),
            "extended",
            "clock went back",
            "equal maxima",
        ];
        Assert.Empty(expected.Except(seen));
    }

    [Fact]
    public void A_failing_property_says_how_to_repeat_it()
    {
        var failure = Assert.Throws<XunitException>(
            () => Seeded.ForAllPlays(42, play => Assert.Empty(play.Accepted), null, "Name_of_a_test"));
        Assert.Contains("AUCTIONS_SEED=42 dotnet test", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--filter Name_of_a_test", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Step { Kind = ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seed_plays_the_same_plans()
    {
        static List<AuctionEvent> Journals(int seed)
        {
            var journals = new List<AuctionEvent>();
            Seeded.ForAllPlays(seed, play => journals.AddRange(play.Journal), null, "same");
            return journals;
        }

        Assert.True(Journals(7).SequenceEqual(Journals(7)));
        Assert.False(Journals(7).SequenceEqual(Journals(8)));
    }
}
