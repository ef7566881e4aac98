namespace Auctions.Scenarios.Support;

/// <summary>Waits for conditions, with a deadline.</summary>
public static class Eventually
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks until what it sees is as wanted; fails with what it saw last.</summary>
    public static async Task<T> IsAsync<T>(Func<Task<T>> look, Func<T, bool> wanted, TimeSpan deadline)
    {
        var end = DateTimeOffset.UtcNow + deadline;
        while (true)
        {
            var seen = await look();
            if (wanted(seen))
            {
                return seen;
            }

            Assert.True(DateTimeOffset.UtcNow < end, $"Not within {deadline.TotalSeconds} s; last seen: {seen}");
            await Task.Delay(Pause);
        }
    }

    public static Task<T> IsAsync<T>(Func<T> look, Func<T, bool> wanted) =>
        IsAsync(look, wanted, Deadline);

    public static Task<T> IsAsync<T>(Func<T> look, Func<T, bool> wanted, TimeSpan deadline) =>
        IsAsync(() => Task.FromResult(look()), wanted, deadline);
}
