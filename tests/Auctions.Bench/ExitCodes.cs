using Auctions.Storage;
using Npgsql;

namespace Auctions.Bench;

/// <summary>What the process answers.</summary>
internal static class ExitCodes
{
    public const int StoredWrongly = 1;
    public const int CannotRun = 2;

    /// <summary>Runs something; if it cannot run, says why.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception failed) when (failed is BenchException or StorageException or NpgsqlException)
        {
            Console.Error.WriteLine(failed.Message);
            return CannotRun;
        }
    }
}
