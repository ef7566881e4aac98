using System.Runtime.CompilerServices;
using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Limits;
using Auctions.Engine.Ports;
using Auctions.Grains.Messages;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Auctions.Grains.Tests.Messages;

/// <summary>What is sent is what arrives, through the generated serializers.</summary>
public sealed class MessageTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly PersonId Person = new(UInt128.MaxValue - 5);

    private static readonly AuctionTerms Terms = new(
        Person,
        "A lot, ünïcode",
        "JPY",
        AuctionFormat.English,
        1_000,
        IncrementTable.Of([new(1, 7), new(500, 11)]),
        5_000,
        9_000,
        At,
        At.AddDays(3),
        new SoftClose(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(6), ExtensionMode.FromEnd, 6, At.AddDays(4)));

    private static readonly AuctionView View = new(
        new AuctionId(Guid.CreateVersion7(At)), 17, Person, "A lot", "EUR", AuctionFormat.English, AuctionStatus.Paused,
        1_234, 5, 3, 1_300, ReserveMet: true, 4_000, At, At.AddHours(1), 2);

    private static readonly Serializer Serializer =
        new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    // Named, since a test's parameters must be its name.
    private static readonly Dictionary<string, AuctionCommand> Commands = new AuctionCommand[]
    {
        new CreateAuction(Terms),
        new CloseNow(Person),
        new Withdraw(Person, AsOperator: true, "broken"),
        new ExtendEnd(Person, At.AddHours(7)),
        new Pause(Person),
        new Resume(Person),
        new LowerReserve(Person, 0),
    }.ToDictionary(command => command.GetType().Name);

    private static readonly Dictionary<string, Answer> Answers = new Dictionary<string, Answer>
    {
        ["view"] = new ViewAnswer(View),
        ["view of an auction without bids"] = new ViewAnswer(
            View with { Price = null, LeaderNumber = null, MinimumBid = null, BuyItNow = null }, Replayed: true),
        ["refusal"] = new RefusedAnswer(Refusal.HasBids),
        ["refusal with figures"] = new RefusedAnswer(Refusal.BelowMinimum, 100, 125),
        ["unavailable"] = new UnavailableAnswer(Unavailability.OutcomeUnknown),
        ["too many"] = new TooManyBidsAnswer(TimeSpan.FromMilliseconds(2_500)),
    };

    public static TheoryData<string> CommandNames => [.. Commands.Keys];

    public static TheoryData<string> AnswerNames => [.. Answers.Keys];

    [Theory]
    [MemberData(nameof(CommandNames))]
    public void A_command_arrives_as_it_was_sent(string name) =>
        Assert.Equal(Commands[name], Travel(CommandMessage.Of(Commands[name])).ToCommand());

    /// <summary>Orleans writes messages into its log, and into what it says of calls that take too long.</summary>
    [Fact]
    public void No_message_says_as_text_what_is_in_it()
    {
        var messages = typeof(CommandMessage).Assembly.GetTypes()
            .Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)).ToArray();

        Assert.Contains(typeof(BidMessage), messages);
        Assert.All(messages, type => Assert.Equal(type.Name, $"{RuntimeHelpers.GetUninitializedObject(type)}"));
    }

    [Fact]
    public void Every_command_that_a_front_end_can_send_has_a_message()
    {
        Type[] internals = [typeof(FallHammer), typeof(ExtendForFault), typeof(PlaceBid), typeof(BuyNow)];
        Assert.Equal(
            typeof(AuctionCommand).Assembly.GetTypes()
                .Where(type => type.IsSubclassOf(typeof(AuctionCommand)) && !type.IsAbstract)
                .Except(internals)
                .Select(type => type.Name)
                .Order(),
            Commands.Keys.Order());
    }

    [Theory]
    [MemberData(nameof(AnswerNames))]
    public void An_answer_arrives_as_it_was_given(string name) =>
        Assert.Equal(Answers[name], Travel(AnswerMessage.Of(Answers[name])).ToAnswer());

    [Fact]
    public void Problems_of_terms_arrive_in_their_order()
    {
        TermsProblem[] problems = [new("/title", "A title has letters."), new("/closesAt", "Later.")];
        var arrived = Travel(AnswerMessage.Of(new InvalidTermsAnswer(problems))).ToAnswer();
        Assert.Equal(problems, Assert.IsType<InvalidTermsAnswer>(arrived).Problems);
    }

    [Fact]
    public void A_bid_arrives_with_its_own_key_and_stamp()
    {
        var bid = new PlaceBid(Person, new BidKey(UInt128.MaxValue / 3), Currency.AmountMax, At.AddTicks(1));
        Assert.Equal(bid, Travel(BidMessage.Of(bid)).ToCommand());
        var buy = new BuyNow(Person, new BidKey(UInt128.One), At);
        Assert.Equal(buy, Travel(BidMessage.Of(buy)).ToCommand());
    }

    [Fact]
    public void An_accepted_bid_is_answered_with_all_it_was_first_told()
    {
        var key = new BidKey(99);
        var answer = new BidAnswer(
            new RememberedBid(key, 7, 5_000, 1_250, At.Ticks, At.AddHours(1).Ticks, BidStatus.Outbid, ReserveMet: true),
            1_350,
            Replayed: true);
        Assert.Equal(answer, Travel(BidReply.Of(answer)).ToAnswer(key));
    }

    [Fact]
    public void A_sellers_wish_arrives_as_it_was_sent()
    {
        var request = new AuctionRequest("Alice", UInt128.MaxValue, 3, Terms, OpensNow: true);
        Assert.Equal(request, Travel(RequestMessage.Of(request)).ToRequest());
    }

    [Fact]
    public void What_a_front_end_asks_to_be_lent_and_what_it_is_lent_arrive_whole()
    {
        int[] spent = [3, 0, 4];
        var ask = new LeaseAsk(UInt128.MaxValue / 3, UnitsPerMinute: 600, Spent: 7, Least: 20, Wanted: 60)
        {
            SpentByPart = spent,
            Returned = 9,
            Receipt = long.MaxValue - 5,
        };
        var arrived = Travel(LeaseMessage.Of(ask)).ToAsk();
        Assert.Equal(spent, arrived.SpentByPart);
        Assert.Equal(ask, arrived with { SpentByPart = spent });
        var grant = new LeaseGrant(11, TimeSpan.FromMilliseconds(2_500)) { Receipt = ask.Receipt };
        Assert.Equal(grant, Travel(LeaseReply.Of(grant)).ToGrant());
    }

    [Fact]
    public void A_bid_and_its_reply_are_small_on_the_wire()
    {
        var bid = new PlaceBid(Person, new BidKey(UInt128.MaxValue / 3), 125_00, At);
        Assert.InRange(Serializer.SerializeToArray(BidMessage.Of(bid)).Length, 1, 100);
        var reply = new BidAnswer(
            new RememberedBid(
                bid.Key, 7_000, 125_00, 120_00, At.Ticks, At.Ticks, BidStatus.Leading, ReserveMet: true),
            130_00,
            Replayed: false);
        Assert.InRange(Serializer.SerializeToArray(BidReply.Of(reply)).Length, 1, 120);
    }

    private static T Travel<T>(T message) => Serializer.Deserialize<T>(Serializer.SerializeToArray(message));
}
