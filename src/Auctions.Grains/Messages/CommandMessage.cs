using Auctions.Core;

namespace Auctions.Grains.Messages;

/// <summary>
/// A command that is no bid, on its way to its auction. Wire format: add members, never change one.
/// </summary>
[GenerateSerializer, Immutable, Alias("command-message")]
public sealed record CommandMessage
{
    [Id(0)]
    public CommandKind Kind { get; init; }

    /// <summary>Who asks.</summary>
    [Id(1)]
    public Guid Person { get; init; }

    [Id(2)]
    public bool AsOperator { get; init; }

    [Id(3)]
    public string? Reason { get; init; }

    /// <summary>The new end, in UTC ticks.</summary>
    [Id(4)]
    public long ClosesAt { get; init; }

    /// <summary>The new reserve, in minor units.</summary>
    [Id(5)]
    public long Amount { get; init; }

    [Id(6)]
    public TermsMessage? Terms { get; init; }

    /// <exception cref="ArgumentException">It is a bid, or nothing that travels.</exception>
    public static CommandMessage Of(AuctionCommand command) => command switch
    {
        CreateAuction create => new() { Kind = CommandKind.Create, Terms = TermsMessage.Of(create.Terms) },
        CloseNow close => By(CommandKind.Close, close.By),
        Withdraw withdraw => By(CommandKind.Withdraw, withdraw.By) with
        {
            AsOperator = withdraw.AsOperator,
            Reason = withdraw.Reason,
        },
        ExtendEnd extend => By(CommandKind.Extend, extend.By) with { ClosesAt = extend.ClosesAt.UtcTicks },
        Pause pause => By(CommandKind.Pause, pause.By),
        Resume resume => By(CommandKind.Resume, resume.By),
        LowerReserve lower => By(CommandKind.LowerReserve, lower.By) with { Amount = lower.Amount },
        _ => throw new ArgumentException($"{command.GetType().Name} has no message.", nameof(command)),
    };

    public AuctionCommand ToCommand()
    {
        var by = new PersonId(Wire.ToNumber(Person));
        return Kind switch
        {
            CommandKind.Create => new CreateAuction(Terms!.ToTerms()),
            CommandKind.Close => new CloseNow(by),
            CommandKind.Withdraw => new Withdraw(by, AsOperator, Reason!),
            CommandKind.Extend => new ExtendEnd(by, Wire.ToInstant(ClosesAt)),
            CommandKind.Pause => new Pause(by),
            CommandKind.Resume => new Resume(by),
            CommandKind.LowerReserve => new LowerReserve(by, Amount),
        };
    }

    private static CommandMessage By(CommandKind kind, PersonId by) =>
        new() { Kind = kind, Person = Wire.ToGuid(by.Value) };

    /// <summary>The type's name alone, for Orleans logs what it sends.</summary>
    public override string ToString() => nameof(CommandMessage);
}
