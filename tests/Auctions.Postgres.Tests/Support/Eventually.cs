namespace Auctions.Postgres.Tests;

/// <summary>Waits for what is to become true.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static async Task IsTrueAsync(Func<Task<bool>> condition, string what)
    {
        using var late = new CancellationTokenSource(Deadline);
        while (!await condition())
        {
            Assert.False(late.IsCancellationRequested, $"Never: {what}.");
            await Task.Delay(Pause);
        }
    }

    public static Task IsTrueAsync(Func<bool> condition, string what) =>
        IsTrueAsync(() => Task.FromResult(condition()), what);
}
