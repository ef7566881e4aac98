using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Auctions.Postgres.Tests;

/// <summary>What becomes of bytes on their way.</summary>
internal enum Passage
{
    Pass,

    /// <summary>They are lost; the connection stays.</summary>
    Drop,

    /// <summary>All but the last message: the transaction's end is not told.</summary>
    DropLast,

    /// <summary>They are lost, and the client's connection is closed.</summary>
    Cut,

    /// <summary>They are lost, and the client's connection is reset.</summary>
    Reset,
}

/// <summary>A network between a journal and its server, which can hold, lose and cut what passes.</summary>
internal sealed class Proxy : IAsyncDisposable
{
    // "Ready for query" and its length: at the end of each answer, once the transaction has ended.
    private static readonly byte[] Ready = [(byte)'Z', 0, 0, 0, 5];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly NpgsqlConnectionStringBuilder _server;
    private readonly Task _accepting;
    private int _accepted;
    private int _replies;

    public Proxy(string server)
    {
        _server = new NpgsqlConnectionStringBuilder(server);
        _listener.Start();
        _accepting = AcceptAsync();
        Connection = new NpgsqlConnectionStringBuilder(server)
        {
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        }.ConnectionString;
    }

    /// <summary>The server, through this.</summary>
    public string Connection { get; }

    /// <summary>What becomes of requests; it may take its time to say, while they wait. Null: they pass.</summary>
    public Func<Task<Passage>>? Requests { get; set; }

    /// <summary>What becomes of replies.</summary>
    public Func<Task<Passage>>? Replies { get; set; }

    /// <summary>Connections that clients made.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Pieces of replies that came from the server.</summary>
    public int Replied => Volatile.Read(ref _replies);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync();
                Interlocked.Increment(ref _accepted);
                _ = RelayAsync(client);
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task RelayAsync(Socket client)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        _sockets.Add(client);
        _sockets.Add(server);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _server.Port);
        }
        catch (SocketException)
        {
            client.Dispose();
            return;
        }

        // A client that is gone takes nothing back of what it sent.
        var requests = PumpAsync(client, server, client, () => Requests);
        var replies = PumpAsync(server, client, client, () => Replies, () => Interlocked.Increment(ref _replies));
        await requests;
        TryDo(() => server.Shutdown(SocketShutdown.Send));
        await replies;
        client.Dispose();
        server.Dispose();
    }

    private static async Task PumpAsync(
        Socket from, Socket to, Socket client, Func<Func<Task<Passage>>?> of, Action? counted = null)
    {
        var buffer = new byte[1 << 16];
        while (true)
        {
            int read;
            try
            {
                read = await from.ReceiveAsync(buffer);
            }
            catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
            {
                read = 0;
            }

            if (read == 0)
            {
                // Only what the server ends is passed on here; a client that ends may have sent something that waits.
                TryDo(() => client.Shutdown(SocketShutdown.Send));
                return;
            }

            var passage = of() is { } decide ? await decide() : Passage.Pass;
            counted?.Invoke();
            await PassAsync(buffer.AsMemory(0, read), to, client, passage);
        }
    }

    private static async Task PassAsync(ReadOnlyMemory<byte> bytes, Socket to, Socket client, Passage passage)
    {
        switch (passage)
        {
            case Passage.Pass:
                await SendAsync(to, bytes);
                break;
            case Passage.DropLast when bytes.Length > Ready.Length && bytes.Span[^6..^1].SequenceEqual(Ready):
                await SendAsync(to, bytes[..^6]);
                break;
            case Passage.DropLast:
                await SendAsync(to, bytes);
                break;
            case Passage.Reset:
                client.LingerState = new LingerOption(true, 0);
                client.Dispose();
                break;
            case Passage.Cut:
                client.Dispose();
                break;
            case Passage.Drop:
                break;
        }
    }

    private static async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await to.SendAsync(bytes);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
        }
    }

    private static void TryDo(Action act)
    {
        try
        {
            act();
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
        }
    }
}
