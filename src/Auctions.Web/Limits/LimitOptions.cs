using Microsoft.Extensions.Options;

namespace Auctions.Web.Limits;

/// <summary>How much anybody may ask of this site. Configuration section <c>Limits</c>.</summary>
public sealed class LimitOptions
{
    public const string Section = "Limits";

    /// <summary>Most changing calls of one person in any minute, over all auctions; 0: no limit.</summary>
    public int CallsPerPersonPerMinute { get; set; } = 600;

    /// <summary>Most requests from one address in any minute; 0: no limit.</summary>
    public int RequestsPerAddressPerMinute { get; set; } = 6_000;

    /// <summary>Most connections of this process.</summary>
    public int ConnectionsMax { get; set; } = 50_000;

    /// <summary>Most of them from one address that is no known proxy.</summary>
    public int ConnectionsPerAddressMax { get; set; } = 1_000;
}

/// <summary>Refuses options that cannot work, and says what to change.</summary>
internal sealed class LimitOptionsValidator : IValidateOptions<LimitOptions>
{
    private const int PerMinuteMax = 1_000_000;
    private const int ConnectionsMost = 1_000_000;

    public ValidateOptionsResult Validate(string? name, LimitOptions options)
    {
        var problems = new List<string>();
        Check(nameof(options.CallsPerPersonPerMinute), options.CallsPerPersonPerMinute, 0, PerMinuteMax, "0 (off)");
        Check(
            nameof(options.RequestsPerAddressPerMinute), options.RequestsPerAddressPerMinute, 0, PerMinuteMax,
            "0 (off)");
        Check(nameof(options.ConnectionsMax), options.ConnectionsMax, 1, ConnectionsMost, "1");
        Check(nameof(options.ConnectionsPerAddressMax), options.ConnectionsPerAddressMax, 1, ConnectionsMost, "1");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Check(string option, int value, int least, int most, string from)
        {
            if (value < least || value > most)
            {
                problems.Add($"{LimitOptions.Section}:{option} is {value}; set it to {from} to {most}.");
            }
        }
    }
}
