using Auctions.Engine.Heat;
using Microsoft.Extensions.Options;

namespace Auctions.Web.Internal;

/// <summary>What a silo bears, and how many there may be. Configuration section <c>Scaling</c>.</summary>
public sealed class ScalingOptions
{
    public const string Section = "Scaling";

    /// <summary>
    /// Bids a second that one silo bears. The default is what each of two silos bore in a closing spike, on two cores
    /// that also carried clients and databases, rounded down (docs/benchmarks.md): measure your own.
    /// </summary>
    public double BidsPerSecondPerSilo { get; set; } = 3_000;

    /// <summary>The part of it that is planned with.</summary>
    public double Headroom { get; set; } = 0.7;

    /// <summary>Fewest silos; with less than three one vote evicts.</summary>
    public int SilosMin { get; set; } = 3;

    /// <summary>Most silos.</summary>
    public int SilosMax { get; set; } = 20;

    /// <summary>How long before it is needed a silo has to be asked for, in seconds.</summary>
    public int LeadSeconds { get; set; } = 90;

    internal SiloPlan Plan => new(BidsPerSecondPerSilo, Headroom, SilosMin, SilosMax);
}

/// <summary>Refuses options that make no sense, and says what to change.</summary>
public sealed class ScalingOptionsValidator : IValidateOptions<ScalingOptions>
{
    private const int SilosLimit = 1_000;

    public ValidateOptionsResult Validate(string? name, ScalingOptions options)
    {
        var problems = new List<string>();
        if (options.BidsPerSecondPerSilo is not (>= 1 and <= 1_000_000_000))
        {
            problems.Add(
                $"Scaling:BidsPerSecondPerSilo is {options.BidsPerSecondPerSilo}; set it to what one silo bears, " +
                "1 or more.");
        }

        if (options.Headroom is not (>= 0.1 and <= 1))
        {
            problems.Add(
                $"Scaling:Headroom is {options.Headroom}; set it to the part of a silo to plan with, 0.1 to 1.");
        }

        if (options.SilosMin < 1 || options.SilosMax > SilosLimit || options.SilosMin > options.SilosMax)
        {
            problems.Add(
                $"Scaling:SilosMin is {options.SilosMin} and Scaling:SilosMax {options.SilosMax}; " +
                $"set them so that 1 <= SilosMin <= SilosMax <= {SilosLimit}.");
        }

        if (options.LeadSeconds is < 0 or > ClosingForecast.HorizonSeconds)
        {
            problems.Add(
                $"Scaling:LeadSeconds is {options.LeadSeconds}; set it to 0 to {ClosingForecast.HorizonSeconds}: the " +
                "forecast looks no further ahead.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
