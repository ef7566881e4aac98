using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Auctions.Telemetry;

/// <summary>
/// Records what links to something recorded, such as the write of a recorded bid; of all else another sampler decides.
/// </summary>
internal sealed class LinkedSampler(Sampler others) : Sampler
{
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        foreach (var link in samplingParameters.Links ?? [])
        {
            if (link.Context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded))
            {
                return new SamplingResult(SamplingDecision.RecordAndSample);
            }
        }

        return others.ShouldSample(samplingParameters);
    }
}
