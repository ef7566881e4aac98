namespace Auctions.Measuring;

/// <summary>A subject to which rates are offered, one after the other.</summary>
internal interface IRates
{
    /// <summary>Offers a rate for a moment.</summary>
    Task<Offering> TryAsync(int rate, CancellationToken cancellation);

    /// <summary>Offers a rate for as long as it takes to be sure.</summary>
    Task<Offering> ConfirmAsync(int rate, CancellationToken cancellation);
}

/// <summary>
/// Finds the highest rate that a subject bears: doubles it until it does not, closes in on it by halves, and confirms
/// it, lower if need be. A machine hiccups, so a rate that just failed gets a second try.
/// </summary>
internal sealed class PeakSearch(IRates rates)
{
    /// <summary>How many short tries a search takes, about.</summary>
    public const int TriesExpected = 16;

    /// <summary>The rate that is tried first.</summary>
    public const int RateFirst = 1_000;

    private const int RateMax = 64_000_000;
    private const int ConfirmationsMax = 12;
    private const double Backing = 0.95;

    // It is closed in upon until the lowest rate that failed is at most so many times the highest that held.
    private const double CloseEnough = 1.05;

    // Three significant digits say all there is to say.
    private const int Digits = 1_000;

    /// <exception cref="MeasurementException">There is no rate that it bears.</exception>
    public async Task<Offering> FindAsync(CancellationToken cancellation)
    {
        var (held, failed) = await DoubleAsync(cancellation);
        while (failed > held * CloseEnough && Between(held, failed) is var middle && middle > held && middle < failed)
        {
            if (await HoldsAsync(middle, cancellation))
            {
                held = middle;
            }
            else
            {
                failed = middle;
            }
        }

        return await ConfirmAsync(held, cancellation);
    }

    private static int Between(int one, int other) => Rounded(Math.Sqrt((double)one * other));

    private static int Rounded(double rate)
    {
        var unit = 1;
        while (rate / unit > Digits)
        {
            unit *= 10;
        }

        return (int)Math.Round(rate / unit) * unit;
    }

    // Up from the first rate until one fails; or down until one holds.
    private async Task<(int Held, int Failed)> DoubleAsync(CancellationToken cancellation)
    {
        var rate = RateFirst;
        if (await HoldsAsync(rate, cancellation))
        {
            while (rate < RateMax && await HoldsAsync(rate * 2, cancellation))
            {
                rate *= 2;
            }

            return (rate, rate * 2);
        }

        while (rate > 1)
        {
            var failed = rate;
            rate /= 2;
            if (await HoldsAsync(rate, cancellation))
            {
                return (rate, failed);
            }
        }

        throw new MeasurementException(
            "Not even one bid a second is accepted in time. Look at the log of the store, or give it a faster disk.");
    }

    private async Task<bool> HoldsAsync(int rate, CancellationToken cancellation)
    {
        var first = await rates.TryAsync(rate, cancellation);
        return first.Holds || (!first.FailsClearly && (await rates.TryAsync(rate, cancellation)).Holds);
    }

    private async Task<Offering> ConfirmAsync(int rate, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < ConfirmationsMax && rate > 0; attempt++)
        {
            var offering = await rates.ConfirmAsync(rate, cancellation);
            if (offering.Holds)
            {
                return offering;
            }

            rate = Math.Min(rate - 1, Rounded(rate * Backing));
        }

        throw new MeasurementException(
            $"A rate that held for a moment did not hold in full runs, nor did one down to {rate:N0}/s. Look for " +
            "what else runs on the machine, and try again.");
    }
}
