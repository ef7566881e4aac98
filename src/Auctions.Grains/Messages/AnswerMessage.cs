using Auctions.Core;
using Auctions.Engine.Actor;

namespace Auctions.Grains.Messages;

/// <summary>
/// What a question, or a command that is no bid, is answered. Exactly one member is set. Wire format: add members,
/// never change one.
/// </summary>
[GenerateSerializer, Immutable, Alias("answer-message")]
public sealed record AnswerMessage
{
    [Id(0)]
    public ViewMessage? View { get; init; }

    /// <summary>Whether the view answers a repeat.</summary>
    [Id(1)]
    public bool Replayed { get; init; }

    /// <summary>A refusal, or that it cannot be answered now.</summary>
    [Id(2)]
    public BidReply? Other { get; init; }

    /// <summary>What is wrong with the terms: field and detail in turn.</summary>
    [Id(3)]
    public string[]? Problems { get; init; }

    public static AnswerMessage Of(Answer answer) => answer switch
    {
        ViewAnswer seen => new() { View = ViewMessage.Of(seen.View), Replayed = seen.Replayed },
        InvalidTermsAnswer invalid => new()
        {
            Problems = [.. invalid.Problems.SelectMany(problem => (string[])[problem.Field, problem.Detail])],
        },
        _ => new() { Other = BidReply.Of(answer) },
    };

    public Answer ToAnswer() =>
        View is not null ? new ViewAnswer(View.ToView(), Replayed)
        : Problems is not null
            ? new InvalidTermsAnswer(
                [.. Problems.Chunk(2).Select(problem => new TermsProblem(problem[0], problem[1]))])
        : Other!.Value.ToAnswer(default);

    /// <summary>The type's name alone, for Orleans logs what it sends.</summary>
    public override string ToString() => nameof(AnswerMessage);
}
