namespace Auctions.Processes;

/// <summary>The PostgreSQL servers that were started for the tests.</summary>
public static class PostgresServers
{
    private const string Variable = "AUCTIONS_POSTGRES";

    /// <summary>Connection strings of a superuser, one per server.</summary>
    /// <param name="wanted">How many the tests use.</param>
    /// <exception cref="InvalidOperationException">None was started; the message says how to.</exception>
    public static string[] Find(int wanted)
    {
        var lines = Environment.GetEnvironmentVariable(Variable)?.Split(
            '\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines is { Length: > 0 }
            ? lines
            : throw new InvalidOperationException(
                $"These tests need PostgreSQL: run scripts/test, or export {Variable}=\"$(scripts/postgres start " +
                $"{wanted})\" first.");
    }
}
