namespace Auctions.Engine.Heat;

/// <summary>Work that one caller does for all: who comes meanwhile leaves it to who is at it.</summary>
internal sealed class OneAtATime
{
    private int _isAtIt;

    public async Task DoAsync(Func<Task> work)
    {
        if (Interlocked.Exchange(ref _isAtIt, 1) == 1)
        {
            return;
        }

        try
        {
            await work();
        }
        finally
        {
            Volatile.Write(ref _isAtIt, 0);
        }
    }
}
