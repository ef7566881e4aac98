using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Auctions.Chaos.Machines;

/// <summary>Whether this kernel lets <c>ss -K</c> reset connections: one made without that option ignores it.</summary>
internal static class SocketKilling
{
    /// <summary>Tries it on a connection of its own.</summary>
    public static string? WhyNot()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var client = new TcpClient();
        client.Connect(IPAddress.Loopback, port);
        using var server = listener.AcceptTcpClient();
        using (var ss = Process.Start(
            new ProcessStartInfo("ss", ["-K", "-H", "-t", "-n", "dport", "=", $":{port}"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!)
        {
            ss.WaitForExit();
        }

        // A connection that is closed is readable, and has nothing to read.
        return client.Client.Poll(TimeSpan.Zero, SelectMode.SelectRead)
            ? null
            : "needs resetting connections with \"ss -K\": this kernel was built without CONFIG_INET_DIAG_DESTROY";
    }
}
