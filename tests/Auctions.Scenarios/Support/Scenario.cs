using System.Text.Json.Nodes;

namespace Auctions.Scenarios.Support;

/// <summary>What every part of the suite starts from. A host runs a part by deriving a sealed class from it.</summary>
public abstract class Scenario(IScenarioHost host)
{
    protected IScenarioHost Host { get; } = host;

    protected Api Api { get; } = new(host.Url);

    /// <summary>A person nobody else in the suite is: lists by person are then this test's alone.</summary>
    protected static string Someone(string name) => $"{name}-{Guid.NewGuid():N}"[..(name.Length + 9)];

    protected static DateTimeOffset In(double seconds) => DateTimeOffset.UtcNow.AddSeconds(seconds);

    /// <summary>
    /// Plays a scenario whose first steps have to come before a time a few seconds ahead. It calls what it is given
    /// once they came; if the machine was too slow for them it is played again with three times as much time.
    /// </summary>
    protected static Task PunctuallyAsync(double seconds, Func<DateTimeOffset, Action, Task> scenario) =>
        PunctuallyAsync(seconds, 0, (due, _, cameInTime) => scenario(due, cameInTime));

    /// <summary>The same where further steps have to come between that time and another one so much later.</summary>
    protected static async Task PunctuallyAsync(
        double seconds, double further, Func<DateTimeOffset, DateTimeOffset, Action, Task> scenario)
    {
        const double SecondsMax = 60;
        while (true)
        {
            var due = In(seconds);
            var last = due.AddSeconds(further);
            var wasPunctual = false;
            void CameInTime()
            {
                Assert.True(wasPunctual || DateTimeOffset.UtcNow < last, "The machine was too slow.");
                wasPunctual = true;
            }

            try
            {
                await scenario(due, last, CameInTime);
                return;
            }
            catch (Exception) when (!wasPunctual && DateTimeOffset.UtcNow >= due && seconds < SecondsMax)
            {
                (seconds, further) = (3 * seconds, 3 * further);
            }
        }
    }

    /// <summary>How long what happens at a time is waited for.</summary>
    protected static TimeSpan Until(DateTimeOffset time) => time - DateTimeOffset.UtcNow + Eventually.Deadline;

    /// <summary>An auction of a new seller on ordinary terms but for those named.</summary>
    protected Task<Lot> CreateAsync(params (string Field, JsonNode? Value)[] terms) =>
        Lot.CreateAsync(Api, Someone("seller"), terms);
}
