using System.Diagnostics;

namespace Auctions.Postgres.Tests;

/// <summary>Awaits what a server shows sooner or later.</summary>
internal static class Until
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Asks until the answer is yes; fails after a minute.</summary>
    public static async Task TrueAsync(Func<Task<bool>> ask, string what)
    {
        var waited = Stopwatch.StartNew();
        while (!await ask())
        {
            Assert.True(waited.Elapsed < Patience, $"It never came true: {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    public static Task TrueAsync(Func<bool> ask, string what) => TrueAsync(() => Task.FromResult(ask()), what);

    /// <summary>As superuser: until a query that counts finds as many as wanted.</summary>
    public static Task CountedAsync(string connection, string count, long wanted = 1) => TrueAsync(
        async () => await Servers.ReadAsync<long>(connection, count) >= wanted, $"{count} gives {wanted}");
}
