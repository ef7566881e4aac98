using Auctions.Processes;

namespace Auctions.Server.Tests.Monitoring;

/// <summary>A test that asks Prometheus' own tool; skipped, visibly, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PromtoolFactAttribute : FactAttribute
{
    public PromtoolFactAttribute()
    {
        if (!Command.IsThere("promtool"))
        {
            Skip = "promtool is missing; install it (as root: apt-get install -y --no-install-recommends prometheus) " +
                "and try again.";
        }
    }
}
