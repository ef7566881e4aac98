namespace Auctions.Web.Hotspots;

/// <summary>Waits for what is nice to have, but not long, and does not fail for want of it.</summary>
internal static class Soon
{
    /// <summary>Whether it was done in time. What comes late still goes on.</summary>
    public static async Task<bool> WithinAsync(Task work, TimeSpan patience, TimeProvider time)
    {
        try
        {
            await work.WaitAsync(patience, time);
            return true;
        }
        catch (Exception)
        {
            // Whatever it was, the report says that it is missing. Nobody looks at how it ends any more.
            _ = work.ContinueWith(
                static late => late.Exception, CancellationToken.None, TaskContinuationOptions.None,
                TaskScheduler.Default);
            return false;
        }
    }
}
