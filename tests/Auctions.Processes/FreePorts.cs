using System.Net;
using System.Net.Sockets;

namespace Auctions.Processes;

/// <summary>
/// Ports of this machine that nobody listens on, below those that outgoing connections get: such a one could be taken
/// before who asked for it listens.
/// </summary>
public static class FreePorts
{
    private const int Lowest = 10_000, Above = 20_000, TriesMax = 1_000;

    /// <summary>So many, all different.</summary>
    public static int[] Find(int count)
    {
        var listeners = new List<TcpListener>();
        try
        {
            for (var tries = 0; listeners.Count < count; tries++)
            {
                var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(Lowest, Above));
                try
                {
                    listener.Start();
                    listeners.Add(listener);
                }
                catch (SocketException) when (tries < TriesMax)
                {
                    listener.Dispose();
                }
            }

            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }
    }
}
