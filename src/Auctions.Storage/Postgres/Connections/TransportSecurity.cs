using System.Net;
using Npgsql;

namespace Auctions.Storage.Postgres.Connections;

/// <summary>
/// Whether a connection string lets anybody in between read or answer. To another machine only
/// <c>SSL Mode=VerifyFull</c> keeps that out: the driver then refuses a server that speaks no TLS, one whose
/// certificate another authority has signed, and one that is called otherwise. All other modes can be
/// talked out of at least one.
/// </summary>
internal static class TransportSecurity
{
    /// <summary>What <c>Storage:AllowUnsafe</c> calls it.</summary>
    public const string Name = "tls";

    /// <summary>What is wrong with a connection string; null: nothing.</summary>
    public static string? ProblemOf(string key, NpgsqlConnectionStringBuilder connection) =>
        connection.SslMode != SslMode.VerifyFull && HostsOf(connection).FirstOrDefault(IsElsewhere) is { } host
            ? $"{key} goes to {host}, which is not this machine, with SSL Mode={connection.SslMode}: whoever is in " +
              "between could read and forge bids. Write \"SSL Mode=VerifyFull\" into it, and \"Root " +
              $"Certificate=FILE\" with the authority of the server's certificate; or accept it by adding {Name} to " +
              "Storage:AllowUnsafe."
            : null;

    /// <summary>
    /// The same connection string, without encryption by Kerberos unless that is required: the driver would ask for it
    /// before TLS on every new connection, which fails loudly where its library is missing, and without TLS it proves
    /// nothing of the server's name.
    /// </summary>
    public static string WithoutKerberos(string connection)
    {
        if (string.IsNullOrWhiteSpace(connection))
        {
            return connection;
        }

        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connection);
            if (settings.GssEncryptionMode == GssEncryptionMode.Prefer)
            {
                settings.GssEncryptionMode = GssEncryptionMode.Disable;
            }

            return settings.ConnectionString;
        }
        catch (ArgumentException)
        {
            // Whoever checks it says what is wrong.
            return connection;
        }
    }

    /// <summary>Whether all of its hosts are this machine.</summary>
    public static bool StaysHere(NpgsqlConnectionStringBuilder connection) => !HostsOf(connection).Any(IsElsewhere);

    private static string[] HostsOf(NpgsqlConnectionStringBuilder connection) =>
        (connection.Host ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool IsElsewhere(string host)
    {
        // A path, or an abstract name: a Unix socket.
        if (host[0] is '/' or '@')
        {
            return false;
        }

        var name = WithoutPort(host);
        return !name.Equals("localhost", StringComparison.OrdinalIgnoreCase) &&
            !(IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));
    }

    // "host", "host:5432", "[::1]:5432", "::1".
    private static string WithoutPort(string host) =>
        host[0] == '[' ? host[1..].Split(']')[0]
        : host.Count(letter => letter == ':') == 1 ? host.Split(':')[0]
        : host;
}
