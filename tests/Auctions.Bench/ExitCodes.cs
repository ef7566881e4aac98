using Auctions.Measuring;
using Auctions.Storage;
using Npgsql;
using StackExchange.Redis;

namespace Auctions.Bench;

/// <summary>What the process answers. 3 is the script's: packages are missing.</summary>
internal static class ExitCodes
{
    public const int StoredWrongly = 1;
    public const int CannotRun = 2;

    /// <summary>Worse than the baseline by more than is allowed.</summary>
    public const int Regressed = 4;

    /// <summary>A process that ran on kept taking more.</summary>
    public const int Grew = 5;

    /// <summary>The worse of two: what is stored wrongly is worst of all, then what could not run.</summary>
    public static int Worse(int one, int other)
    {
        ReadOnlySpan<int> worstFirst = [StoredWrongly, CannotRun, Grew, Regressed];
        foreach (var code in worstFirst)
        {
            if (one == code || other == code)
            {
                return code;
            }
        }

        return Math.Max(one, other);
    }

    /// <summary>Runs something; if it cannot run, says why.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception failed) when (failed
            is MeasurementException or StorageException or NpgsqlException or RedisException or RedisTimeoutException)
        {
            Console.Error.WriteLine(failed.Message);
            return CannotRun;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Interrupted: nothing was measured to its end.");
            return CannotRun;
        }
        catch (Exception unexpected)
        {
            // No measurement, whatever it was; what is stored wrongly is told otherwise.
            Console.Error.WriteLine($"It cannot run: {unexpected}");
            return CannotRun;
        }
    }
}
