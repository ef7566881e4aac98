using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Auctions.Web.Hosting;

/// <summary>
/// Bounds what a connection holds that its other side has not taken yet. A watcher that stands still would else get
/// as many old views before the newest one as fit into the buffers of a system.
/// </summary>
internal static class UnsentBytes
{
    /// <summary>Most bytes held by this process for one connection, and again by the system.</summary>
    public const int Max = 16 * 1024;

    // TCP_NOTSENT_LOWAT of Linux; every connection inherits it from the socket it was accepted by.
    private const int Tcp = 6;
    private const int NotSentLowWaterMark = 25;

    /// <summary>A socket that listens as usual, but for the bound.</summary>
    public static Socket Listen(EndPoint address)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(address);
        if (OperatingSystem.IsLinux() && address is IPEndPoint)
        {
            socket.SetRawSocketOption(Tcp, NotSentLowWaterMark, BitConverter.GetBytes(Max));
        }

        return socket;
    }
}
