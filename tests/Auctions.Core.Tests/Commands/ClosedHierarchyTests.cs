using System.Reflection;

namespace Auctions.Core.Tests;

/// <summary>C# does not check that a switch knows every record of a hierarchy; this does.</summary>
public sealed class ClosedHierarchyTests
{
    public static TheoryData<Type> Events => ConcreteTypes(typeof(AuctionEvent));

    public static TheoryData<Type> Commands => ConcreteTypes(typeof(AuctionCommand));

    [Theory]
    [MemberData(nameof(Events))]
    public void Every_event_is_known_to_the_state(Type type)
    {
        var happened = (AuctionEvent)Sample(type);
        var state = Given.Auction().State;
        state.Evolve(happened);
        Assert.Equal((2, happened.At), (state.Sequence, state.At));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_is_known_to_the_auction(Type type) =>
        Assert.True(Enum.IsDefined(Given.Auction().Do((AuctionCommand)Sample(type)).Kind));

    [Theory]
    [MemberData(nameof(Events))]
    [MemberData(nameof(Commands))]
    public void Every_event_and_command_is_sealed(Type type) => Assert.True(type.IsSealed, $"{type.Name} is open.");

    [Fact]
    public void The_hierarchies_are_found()
    {
        Assert.True(Events.Count >= 9);
        Assert.True(Commands.Count >= 11);
    }

    [Fact]
    public void An_unknown_event_or_command_is_a_bug()
    {
        var scenario = Given.Auction();
        var unknown = new UnknownEvent(scenario.Now);
        var evolving = Assert.Throws<InvalidOperationException>(() => scenario.Auction.Evolve(unknown));
        var deciding = Assert.Throws<InvalidOperationException>(() => scenario.Do(new UnknownCommand()));
        Assert.Contains(nameof(UnknownEvent), evolving.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(UnknownCommand), deciding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stored_numbers_stay_what_they_are()
    {
        Assert.Equal("Open=1 Paused=2 Sold=3 Unsold=4 Cancelled=5", Numbers<AuctionStatus>());
        Assert.Equal("Operator=1 Outage=2 UncleanHandover=3", Numbers<ExtensionCause>());
        Assert.Equal("Hammer=1 Operator=2 BuyItNow=3", Numbers<ClosingCause>());
        Assert.Equal("Leading=1 Outbid=2 Won=3", Numbers<BidStatus>());
        Assert.Equal("FromNow=1 FromEnd=2", Numbers<ExtensionMode>());
        Assert.Equal("English=1", Numbers<AuctionFormat>());
    }

    private static string Numbers<T>()
        where T : struct, Enum =>
        string.Join(' ', Enum.GetValues<T>().Select(value => $"{value}={Convert.ToInt32(value, null)}"));

    private static TheoryData<Type> ConcreteTypes(Type root) =>
        [.. root.Assembly.GetTypes().Where(type => type.IsSubclassOf(root) && !type.IsAbstract)];

    private static object Sample(Type type)
    {
        var constructor = type.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)!;
        return constructor.Invoke([.. constructor.GetParameters().Select(Sample)]);
    }

    private static object? Sample(ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return type == typeof(DateTimeOffset) ? Given.Closes.AddHours(-1)
            : type == typeof(AuctionTerms) ? Given.Terms()
            : type == typeof(PersonId) ? Given.Person("P")
            : type == typeof(BidKey) ? new BidKey(7)
            : type == typeof(string) ? "text"
            : type == typeof(long) ? 100_00L
            : type.IsEnum ? Enum.GetValues(type).GetValue(0)
            : type.IsValueType ? Activator.CreateInstance(type)
            : throw new InvalidOperationException($"Add a sample of {type.Name} here.");
    }

    private sealed record UnknownEvent(DateTimeOffset At) : AuctionEvent(At);

    private sealed record UnknownCommand : AuctionCommand;
}
