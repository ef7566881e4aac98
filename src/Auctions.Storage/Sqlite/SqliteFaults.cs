using Auctions.Engine.Ports;
using Microsoft.Data.Sqlite;

namespace Auctions.Storage.Sqlite;

/// <summary>The one place that says what a SQLite error means for what was asked.</summary>
internal static class SqliteFaults
{
    // Primary result codes, https://www.sqlite.org/rescode.html
    private const int Error = 1;
    private const int IoError = 10;
    private const int TooBig = 18;
    private const int Constraint = 19;
    private const int Mismatch = 20;

    public static JournalException Translate(SqliteException error, SqliteSession session) => new(
        FaultOf(error, session.FailedInCommit),
        $"{session.Path}: {error.Message}",
        error);

    // An I/O error while committing may have struck after the commit record reached the file. Everything else that a
    // commit can meet (full disk, a lock) struck before it.
    private static JournalFault FaultOf(SqliteException error, bool failedInCommit) => error.SqliteErrorCode switch
    {
        IoError when failedInCommit => JournalFault.Unknown,
        Error or TooBig or Constraint or Mismatch => JournalFault.Rejected,
        _ => JournalFault.Unavailable,
    };
}
