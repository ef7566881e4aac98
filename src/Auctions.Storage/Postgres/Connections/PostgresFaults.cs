using System.Data;
using Auctions.Engine.Ports;
using Npgsql;

namespace Auctions.Storage.Postgres.Connections;

/// <summary>
/// What an error of PostgreSQL means, in one place. A definite no is an answer of severity ERROR on a connection that
/// is still open; anything else may have been done all the same. Of inserts whose client saw another kind of error, up
/// to all had been committed (a server stopped, a backend killed, a link down, a reply lost).
/// </summary>
internal static class PostgresFaults
{
    /// <summary>What became of a request that ended with an error.</summary>
    /// <param name="error">The error.</param>
    /// <param name="connection">The connection it came from.</param>
    public static JournalException Translate(Exception error, NpgsqlConnection connection) => error switch
    {
        JournalException told => told,
        PostgresException refused when IsDefinite(refused, connection.State) => new JournalException(
            IsOfTheShard(refused.SqlState) ? JournalFault.Unavailable : JournalFault.Rejected,
            $"{connection.DataSource}: {refused.SqlState} {refused.MessageText}",
            refused),
        _ => new JournalException(
            JournalFault.Unknown, $"{connection.DataSource}: it is unknown whether this was done.", error),
    };

    /// <summary>Whether the same request, sent again, may well succeed: nothing was done.</summary>
    public static bool IsPassing(Exception error, NpgsqlConnection connection) =>
        error is PostgresException refused && IsDefinite(refused, connection.State) && refused.SqlState is
            PostgresErrorCodes.DeadlockDetected or
            PostgresErrorCodes.SerializationFailure or
            PostgresErrorCodes.LockNotAvailable;

    /// <summary>Whether an error says for certain that nothing was done.</summary>
    public static bool IsDefinite(PostgresException error, ConnectionState connection) =>
        error.InvariantSeverity == "ERROR" && connection == ConnectionState.Open &&
        error.SqlState[..2] is not ("08" or "58") && !error.SqlState.StartsWith("57P", StringComparison.Ordinal);

    /// <summary>
    /// Whether an error shows that the server is there: it came from a connection that lives on, or it is a no. Of some
    /// of those, such as a full disk, the driver closes the connection.
    /// </summary>
    public static bool IsAnswer(Exception error, ConnectionState connection) =>
        connection == ConnectionState.Open || error is PostgresException { InvariantSeverity: "ERROR" };

    /// <summary>
    /// Whether a server that is well has refused to let somebody in, and not one that starts, stops or has no room.
    /// </summary>
    public static bool IsRefusedLogin(Exception error) =>
        error is PostgresException refused && refused.SqlState[..2] is not ("08" or "53" or "57" or "58" or "XX");

    // Whatever is sent there now would be refused as well, so looking for the one segment at fault is in vain.
    private static bool IsOfTheShard(string state) => state[..2] is
        "53" or // insufficient resources: disk, memory, connections
        "25" or // read-only transaction: a standby
        "57" or // operator intervention
        "42" or // a missing table, a missing right
        "40" or // rolled back, as it happens
        "3D" or "3F" or "0L" or "28"; // no such database or schema, no such role, not let in
}
