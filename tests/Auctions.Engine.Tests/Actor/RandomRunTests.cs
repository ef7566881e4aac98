using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Testing;
using Xunit.Abstractions;

namespace Auctions.Engine.Tests;

/// <summary>A small simulation of one actor: random commands, writes, failures and recoveries, from one seed.</summary>
public sealed class RandomRunTests(ITestOutputHelper output)
{
    private const int StepsPerRun = 3_000;

    private readonly Dictionary<BidKey, (long Amount, BidAnswer Answer)> _accepted = [];
    private readonly Dictionary<BidKey, long> _sent = [];
    private readonly List<Ticket> _open = [];
    private DateTimeOffset _now = Given.Start.AddMinutes(1);
    private long _clock;

    public static TheoryData<int> Seeds
    {
        get
        {
            var first = Seed.OfThisRun;
            return [.. Enumerable.Range(0, 8).Select(run => unchecked(first + run))];
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_happens_answers_are_durable_and_the_view_is_the_fold_of_the_journal(int seed)
    {
        output.WriteLine(Seed.Repeat(seed));
        var random = new Random(seed);
        var stage = Stage.Set(
            Given.Terms(soft: Given.FromNow(30), reserve: 50_00),
            Given.Limits with { QueueDepthMax = 40, HeldBidsMax = 5, SegmentBytesMax = 400 });
        for (var step = 0; step < StepsPerRun; step++)
        {
            stage.Now = _now;
            Take(stage, random);
            Check(stage);
            _now += TimeSpan.FromMilliseconds(random.Next(0, 40));
            _clock++;
        }

        stage.Write();
        Check(stage);
        Assert.True(stage.Journal.Count > 100, $"Only {stage.Journal.Count} events: the run shows little.");
        Assert.Equal(stage.Journal.Count, stage.View.Sequence);
    }

    private void Take(Stage stage, Random random)
    {
        switch (random.Next(100))
        {
            case < 55:
                Send(stage, Bid(stage, random));
                break;
            case < 63 when _sent.Count > 0:
                var (key, amount) = _sent.ElementAt(random.Next(_sent.Count));
                Send(stage, new PlaceBid(PersonOf(key), key, amount, _now));
                break;
            case < 65:
                Send(stage, random.Next(4) switch
                {
                    0 => new Pause(Given.Operator),
                    1 => new LowerReserve(Given.Seller, 30_00),
                    2 => new ExtendEnd(Given.Operator, stage.Actor.ClosesAt.AddMinutes(10)),
                    _ => new Resume(Given.Operator),
                });
                break;
            case < 68:
                Send(stage, new Resume(Given.Operator));
                break;
            case < 82 when stage.OnItsWay is null && stage.Actor.HasBatch:
                stage.Take();
                break;
            case < 96 when stage.OnItsWay is not null:
                Commit(stage);
                break;
            case 96:
                NearTheEnd(stage, random);
                break;
            case 97:
                Break(stage, random);
                break;
            case 98 when _clock > StepsPerRun - 500:
                stage.Wake(); // not before: a closed auction shows little
                break;
            default:
                break;
        }
    }

    private PlaceBid Bid(Stage stage, Random random)
    {
        var bidder = random.Next(6);
        var minimum = stage.View.MinimumBid ?? 0;
        var key = new BidKey(new UInt128((ulong)bidder, (ulong)_clock));
        return new PlaceBid(
            PersonOf(key),
            key,
            Math.Max(1, minimum + random.Next(-3_00, 20_00)),
            _now.AddMilliseconds(-random.Next(700)));
    }

    private void Send(Stage stage, AuctionCommand command)
    {
        var durable = stage.View;
        var ticket = stage.Do(command);
        if (command is PlaceBid bid)
        {
            _sent.TryAdd(bid.Key, bid.Amount);
        }

        _open.Add(ticket);
        if (ticket.Answer is RefusedAnswer { Refusal: Refusal.BelowMinimum } low)
        {
            Assert.Equal((durable.Price, durable.MinimumBid), (low.Price, low.MinimumBid));
            Assert.True(((PlaceBid)command).Amount < durable.MinimumBid, "Refused by what nobody can see.");
        }
    }

    private static void Commit(Stage stage)
    {
        stage.Commit();
        Assert.Equal(AuctionView.Of(stage.Fold().State), stage.View);
    }

    // The end stays ahead, or the run would be over: mostly it is moved when the clock comes near.
    private void NearTheEnd(Stage stage, Random random)
    {
        if (stage.Actor.HammerAt is not { } hammer)
        {
            return;
        }

        _now = hammer - Given.Drain + TimeSpan.FromMilliseconds(random.Next(-300, 450));
        stage.Now = _now;
        Send(stage, new ExtendEnd(Given.Operator, _now.AddMinutes(random.Next(1, 5))));
    }

    private void Break(Stage stage, Random random)
    {
        var onItsWay = stage.OnItsWay;
        var kind = random.Next(4);
        if (onItsWay is not null && kind < 2)
        {
            // The outcome is unknown to the actor; the journal decides.
            if (kind == 0)
            {
                stage.Journal.AddRange(onItsWay.Events);
            }

            stage.Fail(outcomeUnknown: true);
        }
        else if (kind == 2)
        {
            stage.Fence();
        }
        else
        {
            stage.Fail(outcomeUnknown: false);
        }

        Assert.All(_open, ticket => Assert.NotNull(ticket.Answer));
        stage.Reload();
    }

    private void Check(Stage stage)
    {
        foreach (var ticket in _open.Where(ticket => ticket.Answer is not null))
        {
            if (ticket.Answer is BidAnswer told)
            {
                CheckAccepted(stage, (PlaceBid)ticket.Command, told);
            }
        }

        _open.RemoveAll(ticket => ticket.Answer is not null);
    }

    private void CheckAccepted(Stage stage, PlaceBid bid, BidAnswer told)
    {
        var happened = Assert.IsType<BidPlaced>(stage.Journal[(int)told.Bid.Sequence - 1]);
        Assert.Equal((bid.Key, bid.Amount, told.Bid.Price), (happened.Key, happened.Amount, happened.Price));
        if (!_accepted.TryAdd(bid.Key, (bid.Amount, told)))
        {
            Assert.Equal(_accepted[bid.Key].Answer.Bid, told.Bid);
            Assert.Equal(_accepted[bid.Key].Answer.MinimumBid, told.MinimumBid);
        }
    }

    private static PersonId PersonOf(BidKey key) => new((key.Value >> 64) + 100);
}
