namespace Auctions.Scenarios.Support;

/// <summary>What has to come before a time, on machines of any speed.</summary>
public static class Punctual
{
    private const double SecondsMax = 60;

    /// <summary>
    /// Plays a scenario whose first steps have to come before a time a few seconds ahead. It calls what it is given
    /// once they came; if the machine was too slow for them it is played again with three times as much time.
    /// </summary>
    public static async Task PlayAsync(double seconds, Func<DateTimeOffset, Action, Task> scenario)
    {
        while (true)
        {
            var due = DateTimeOffset.UtcNow.AddSeconds(seconds);
            var wasPunctual = false;
            void CameInTime()
            {
                Assert.True(DateTimeOffset.UtcNow < due, "The machine was too slow.");
                wasPunctual = true;
            }

            try
            {
                await scenario(due, CameInTime);
                return;
            }
            catch (Exception) when (!wasPunctual && DateTimeOffset.UtcNow >= due && seconds < SecondsMax)
            {
                seconds *= 3;
            }
        }
    }
}
