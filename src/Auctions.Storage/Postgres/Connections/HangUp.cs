using System.Net.Sockets;
using System.Reflection;
using Npgsql;

namespace Auctions.Storage.Postgres.Connections;

/// <summary>
/// Gives a request up by closing its socket, whatever the driver is waiting for. Told to give up itself, it would ask
/// the server to cancel, over a new connection: a cancelled commit that waits for its standby reports success, and a
/// frozen server holds that connection up. It has no setting for this and does not show its socket, so that is found by
/// name.
/// </summary>
internal static class HangUp
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;

    private static readonly PropertyInfo? Connector = typeof(NpgsqlConnection).GetProperty("Connector", Hidden);
    private static readonly FieldInfo? Socket = Connector?.PropertyType.GetField("_socket", Hidden);

    /// <summary>What closes the socket of an open connection.</summary>
    /// <exception cref="InvalidOperationException">The driver is another version than the one pinned.</exception>
    public static Action Of(NpgsqlConnection connection) =>
        Connector?.GetValue(connection) is { } connector && Socket?.GetValue(connector) is Socket socket
            ? () => Close(socket)
            : throw new InvalidOperationException(
                "This version of Npgsql keeps its sockets elsewhere; use the version this was built with.");

    private static void Close(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
        }
    }
}
