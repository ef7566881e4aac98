using System.Net;
using System.Net.Sockets;

namespace Auctions.Chaos.Machines;

/// <summary>
/// Passes connections on to a server, and is rude on demand: to one request in ten it does something. A request here is
/// what arrives in one piece, which for requests as small as a bid is all of it.
/// </summary>
internal sealed class RudeProxy : IAsyncDisposable
{
    private const int RudeEvery = 10;
    private const int PieceBytes = 16 * 1024;
    private const int DelayMaxMs = 400;

    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _ending = new();
    private readonly IPEndPoint _server;
    private readonly int[] _deeds = new int[5];
    private readonly Task _accepting;
    private volatile bool _isRude;

    private RudeProxy(IPEndPoint server, IPAddress here)
    {
        _server = server;
        _listener = new TcpListener(here, 0);
        _listener.Start();
        Url = new Uri($"http://{_listener.LocalEndpoint}");
        _accepting = AcceptAsync();
    }

    private enum Deed
    {
        Delay,
        Repeat,
        CutRequest,
        LoseRequest,
        LoseAnswer,
    }

    /// <summary>Where clients connect.</summary>
    public Uri Url { get; }

    public bool IsRude
    {
        get => _isRude;
        set => _isRude = value;
    }

    /// <summary>How often each thing was done.</summary>
    public IReadOnlyList<int> Deeds => _deeds;

    /// <summary>The port of it.</summary>
    public int Port => Url.Port;

    public static RudeProxy Before(Uri server) =>
        new(new IPEndPoint(IPAddress.Parse(server.Host), server.Port), IPAddress.Loopback);

    /// <summary>Makes a port of this machine reachable at another of its addresses.</summary>
    public static RudeProxy At(IPAddress here, int port) => new(new IPEndPoint(IPAddress.Loopback, port), here);

    public override string ToString() =>
        "requests " + string.Join(", ", _deeds.Select((times, deed) => $"{(Deed)deed} {times}"));

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await _accepting;
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = PassAsync(await _listener.AcceptTcpClientAsync(_ending.Token));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Ended.
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                client.NoDelay = server.NoDelay = true;
                await server.ConnectAsync(_server, _ending.Token);
                await Task.WhenAny(
                    RequestsAsync(client.GetStream(), server.GetStream()),
                    server.GetStream().CopyToAsync(client.GetStream(), _ending.Token));
            }
            catch (Exception lost) when (lost is IOException or SocketException or OperationCanceledException)
            {
                // Both ends are told by the end of their connection.
            }
        }
    }

    // Returns when the connection is to end.
    private async Task RequestsAsync(NetworkStream client, NetworkStream server)
    {
        var buffer = new byte[PieceBytes];
        while (await client.ReadAsync(buffer, _ending.Token) is > 0 and var length)
        {
            var request = buffer.AsMemory(0, length);
            if (!_isRude || Random.Shared.Next(RudeEvery) > 0)
            {
                await server.WriteAsync(request, _ending.Token);
                continue;
            }

            var deed = (Deed)Random.Shared.Next(_deeds.Length);
            Interlocked.Increment(ref _deeds[(int)deed]);
            switch (deed)
            {
                case Deed.Delay:
                    await Task.Delay(Random.Shared.Next(DelayMaxMs), _ending.Token);
                    await server.WriteAsync(request, _ending.Token);
                    break;
                case Deed.Repeat:
                    await server.WriteAsync(request, _ending.Token);
                    await RepeatAsync(request);
                    break;
                case Deed.CutRequest:
                    await server.WriteAsync(request[..(length / 2)], _ending.Token);
                    return;
                case Deed.LoseRequest:
                    return;
                case Deed.LoseAnswer:
                    // The server has all of it before the client hears that the connection is gone.
                    await server.WriteAsync(request, _ending.Token);
                    return;
            }
        }
    }

    // On a connection of its own; whatever is answered there, nobody hears it.
    private async Task RepeatAsync(ReadOnlyMemory<byte> request)
    {
        using var again = new TcpClient();
        await again.ConnectAsync(_server, _ending.Token);
        await again.GetStream().WriteAsync(request, _ending.Token);
        again.Client.Shutdown(SocketShutdown.Send);
        await again.GetStream().CopyToAsync(Stream.Null, _ending.Token);
    }
}
