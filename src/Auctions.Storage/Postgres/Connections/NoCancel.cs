using System.Reflection;
using Npgsql;

namespace Auctions.Storage.Postgres.Connections;

/// <summary>
/// Keeps the driver from ever asking the server to cancel. A cancelled commit that waits for its standby reports
/// success, and a frozen server holds the request for a cancel up for half a minute. Without the key for it the driver
/// closes the socket as soon as a request is given up. It has no setting for this, so the key is taken away by name.
/// </summary>
internal static class NoCancel
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;

    private static readonly PropertyInfo? Connector = typeof(NpgsqlConnection).GetProperty("Connector", Hidden);
    private static readonly PropertyInfo? Backend = Connector?.PropertyType.GetProperty("BackendProcessId", Hidden);

    /// <summary>Takes the key away from a connection just made.</summary>
    /// <exception cref="InvalidOperationException">The driver is another version than the one pinned.</exception>
    public static void Apply(NpgsqlConnection connection)
    {
        if (Connector?.GetValue(connection) is not { } connector || Backend is null)
        {
            throw new InvalidOperationException(
                "This version of Npgsql keeps its connections elsewhere; use the version this was built with.");
        }

        Backend.SetValue(connector, 0);
    }
}
