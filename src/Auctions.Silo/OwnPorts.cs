using System.Net;
using System.Net.Sockets;

namespace Auctions.Silo;

/// <summary>
/// Makes sure that nobody listens on a silo's ports. Orleans binds them in a way that lets two processes have one port;
/// members know each other by it, so the silo that runs would be taken for an older self of the new one, and ended.
/// </summary>
internal static class OwnPorts
{
    /// <exception cref="InvalidOperationException">Somebody does.</exception>
    public static void Demand(SiloOptions options)
    {
        var address = IPAddress.TryParse(options.Address, out var parsed) ? parsed : IPAddress.Loopback;
        (string Name, int Port)[] ports =
            [(nameof(options.Port), options.Port), (nameof(options.GatewayPort), options.GatewayPort)];
        foreach (var (name, port) in ports)
        {
            using var listener = new TcpListener(address, port);
            try
            {
                listener.Start();
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                throw new InvalidOperationException(
                    $"Port {port} of {address} is taken: another silo or program listens there. Set Silo:{name} to a " +
                    "free port, or end that process.", taken);
            }
            catch (SocketException refused)
            {
                throw new InvalidOperationException(
                    $"Nobody can listen on port {port} of {address} ({refused.Message}). Set Silo:Address and " +
                    $"Silo:{name} to an address and a port of this machine.", refused);
            }
        }
    }
}
