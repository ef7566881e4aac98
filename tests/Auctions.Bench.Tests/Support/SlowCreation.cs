using Auctions.Bench.Spikes;
using Auctions.Measuring;

namespace Auctions.Bench.Tests;

/// <summary>A spike on a machine of which nobody knows how busy it is.</summary>
internal static class SlowCreation
{
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(1);

    /// <summary>Runs a spike, again with more time to create the auctions where that took too long.</summary>
    public static async Task<SpikeFinding> RunAsync(
        SpikeOptions options, Func<SpikeOptions, Contestant> contestant, int peak)
    {
        while (true)
        {
            try
            {
                return await new SpikeRun(contestant(options), options).RunAsync(peak, default);
            }
            catch (MeasurementException slow) when (
                options.Creation < Most && slow.Message.StartsWith("Creating the auctions", StringComparison.Ordinal))
            {
                options = options with { Creation = 3 * options.Creation };
            }
        }
    }
}
