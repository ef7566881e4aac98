using Auctions.Engine;
using Microsoft.Extensions.Options;

namespace Auctions.Grains;

/// <summary>Times and bounds of calls between front ends and silos. Configuration section <c>Grains</c>.</summary>
public sealed class GrainOptions
{
    public const string Section = "Grains";

    /// <summary>Longest wait for a grain's answer, retries included, in milliseconds.</summary>
    public int CallDeadlineMs { get; set; } = 4_000;

    /// <summary>Most calls with bids under way for one auction and front end.</summary>
    public int CallsPerAuctionMax { get; set; } = 4;

    /// <summary>Most bids in one call.</summary>
    public int BidsPerCallMax { get; set; } = 64;

    /// <summary>Most bids of one auction that wait at a front end for a call.</summary>
    public int WaitingBidsMax { get; set; } = 16_384;

    /// <summary>How long an auction's changes go to its stream after a front end asked for them, in seconds.</summary>
    public int WatchSeconds { get; set; } = 15;

    /// <summary>Least pause between two views of an auction on its stream, in milliseconds.</summary>
    public int ViewPauseMs { get; set; } = 50;

    public TimeSpan CallDeadline => TimeSpan.FromMilliseconds(CallDeadlineMs);
}

/// <summary>Refuses options that contradict each other or the engine's, and says what to change.</summary>
public sealed class GrainOptionsValidator(IOptions<EngineOptions> engine) : IValidateOptions<GrainOptions>
{
    public ValidateOptionsResult Validate(string? name, GrainOptions options)
    {
        var problems = new List<string>();
        (string Name, int Value)[] positive =
        [
            (nameof(options.CallsPerAuctionMax), options.CallsPerAuctionMax),
            (nameof(options.BidsPerCallMax), options.BidsPerCallMax),
            (nameof(options.WaitingBidsMax), options.WaitingBidsMax),
            (nameof(options.WatchSeconds), options.WatchSeconds),
            (nameof(options.ViewPauseMs), options.ViewPauseMs),
        ];
        problems.AddRange(positive
            .Where(option => option.Value < 1)
            .Select(option => $"Grains:{option.Name} is {option.Value}; set it to 1 or more."));
        if (options.CallDeadlineMs <= engine.Value.EpochRaiseDeadlineMs ||
            options.CallDeadlineMs >= engine.Value.AnswerDeadlineMs)
        {
            problems.Add(
                "Times must rise: Engine:EpochRaiseDeadlineMs < Grains:CallDeadlineMs < Engine:AnswerDeadlineMs.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
