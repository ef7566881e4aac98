namespace Auctions.Scenarios.Support;

/// <summary>What has to come before a time, on machines of any speed.</summary>
public static class Punctual
{
    private const double SecondsMax = 60;

    /// <summary>
    /// Plays a scenario whose first steps have to come before a time a few seconds ahead. It calls what it is given
    /// once they came; if the machine was too slow for them it is played again with three times as much time.
    /// </summary>
    public static Task PlayAsync(double seconds, Func<DateTimeOffset, Action, Task> scenario) =>
        PlayAsync(seconds, 0, (due, _, cameInTime) => scenario(due, cameInTime));

    /// <summary>The same where further steps have to come between that time and another one so much later.</summary>
    public static async Task PlayAsync(
        double seconds, double further, Func<DateTimeOffset, DateTimeOffset, Action, Task> scenario)
    {
        while (true)
        {
            var due = DateTimeOffset.UtcNow.AddSeconds(seconds);
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
}
