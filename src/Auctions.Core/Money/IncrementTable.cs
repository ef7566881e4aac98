namespace Auctions.Core;

/// <summary>One row of an increment table: from this price on (inclusive) the price rises by this step.</summary>
/// <param name="From">Price in minor units.</param>
/// <param name="Step">Increment in minor units.</param>
public readonly record struct IncrementStep(long From, long Step);

/// <summary>
/// By how much a price rises, as data stored with the auction: a later change of a named table never changes a running
/// auction. Rows rise strictly; the first starts at 1 or below.
/// </summary>
public sealed class IncrementTable : IEquatable<IncrementTable>
{
    /// <summary>Most rows a table may have.</summary>
    public const int StepsMax = 64;

    private readonly IncrementStep[] _steps;

    private IncrementTable(IncrementStep[] steps) => _steps = steps;

    /// <summary>eBay's table in cents; the real bids the tests replay were placed under it.</summary>
    public static IncrementTable EbayUs { get; } = new(
    [
        new(1, 5), new(100, 25), new(500, 50), new(2_500, 100), new(10_000, 250), new(25_000, 500),
        new(50_000, 1_000), new(100_000, 2_500), new(250_000, 5_000), new(500_000, 10_000),
    ]);

    /// <summary>
    /// Trade Me's table in cents. Its help pages say "up to $20: $0.50", so a bound still has the lower step.
    /// </summary>
    public static IncrementTable TradeMe { get; } = new(
    [
        new(1, 50), new(2_001, 100), new(20_001, 500), new(100_001, 1_000), new(500_001, 5_000), new(2_500_001, 10_000),
    ]);

    public IReadOnlyList<IncrementStep> Steps => _steps;

    /// <summary>The table with this public name, or null.</summary>
    public static IncrementTable? Named(string name) => name switch
    {
        "ebay-us" => EbayUs,
        "trade-me" => TradeMe,
        _ => null,
    };

    /// <summary>
    /// Builds a table from data. Equal data gives the shared named instance, so that idle auctions stay small.
    /// </summary>
    /// <exception cref="ArgumentException"><see cref="ProblemOf"/> names a problem.</exception>
    public static IncrementTable Of(IReadOnlyList<IncrementStep> steps)
    {
        if (ProblemOf(steps) is { } problem)
        {
            throw new ArgumentException(problem, nameof(steps));
        }

        var table = new IncrementTable([.. steps]);
        return table.Equals(EbayUs) ? EbayUs : table.Equals(TradeMe) ? TradeMe : table;
    }

    /// <summary>What is wrong with these rows, as a sentence that says what to do; null if nothing is.</summary>
    public static string? ProblemOf(IReadOnlyList<IncrementStep> steps)
    {
        if (steps.Count is 0 or > StepsMax)
        {
            return $"An increment table has 1 to {StepsMax} rows; this one has {steps.Count}.";
        }

        if (steps[0].From is not (0 or 1))
        {
            return "The first row must apply from price 1, so that every price has a step.";
        }

        for (var row = 0; row < steps.Count; row++)
        {
            if (steps[row].Step is < 1 or > Currency.AmountMax || steps[row].From > Currency.AmountMax)
            {
                return $"Row {row + 1}: a step is 1 to {Currency.AmountMax} minor units, "
                    + "from a price up to that bound.";
            }

            if (row > 0 && steps[row].From <= steps[row - 1].From)
            {
                return $"Row {row + 1}: the prices rows apply from must rise.";
            }
        }

        return null;
    }

    /// <summary>The increment at a price, both in minor units.</summary>
    public long At(long price)
    {
        var step = _steps[0].Step;
        foreach (var row in _steps)
        {
            if (row.From > price)
            {
                break;
            }

            step = row.Step;
        }

        return step;
    }

    public bool Equals(IncrementTable? other) => other is not null && _steps.AsSpan().SequenceEqual(other._steps);

    public override bool Equals(object? obj) => Equals(obj as IncrementTable);

    public override int GetHashCode() => HashCode.Combine(_steps.Length, _steps[^1]);
}
