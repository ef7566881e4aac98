using System.Net.Sockets;

namespace Auctions.Measuring.Http;

/// <summary>
/// Makes calls over a fixed number of connections, one at a time on each; whoever finds none free waits for the next
/// one. Made for little work per call, since it shares its processors with the server that it measures.
/// </summary>
internal sealed class LoadClient : IAsyncDisposable
{
    /// <summary>Most calls that wait for a connection; those beyond are turned away.</summary>
    public const int WaitingMax = 65_536;

    private readonly Lock _changing = new();
    private readonly Queue<PendingCall> _waiting = new();
    private readonly Stack<PendingCall> _spare = new();
    private readonly Stack<LoadConnection> _free = new();
    private readonly LoadConnection[] _connections;
    private Task _running = Task.CompletedTask;
    private bool _isEnded;

    private LoadClient(Uri url, IHttpCall call, int connections) =>
        _connections = [.. Enumerable.Range(0, connections).Select(_ => new LoadConnection(this, url, call))];

    /// <summary>How often a connection broke, or could not be made.</summary>
    public long Losses => _connections.Sum(connection => connection.Losses);

    public bool IsEnded
    {
        get
        {
            lock (_changing)
            {
                return _isEnded;
            }
        }
    }

    /// <summary>Opens the connections.</summary>
    /// <param name="url">The server, by http.</param>
    /// <param name="call">What is asked of it.</param>
    /// <param name="connections">How many.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <exception cref="MeasurementException">The server cannot be reached.</exception>
    public static async Task<LoadClient> ConnectAsync(
        Uri url, IHttpCall call, int connections, CancellationToken cancellation)
    {
        var client = new LoadClient(url, call, connections);
        try
        {
            foreach (var connection in client._connections)
            {
                await connection.OpenAsync(cancellation);
                client._free.Push(connection);
            }
        }
        catch (SocketException refused)
        {
            await client.DisposeAsync();
            throw new MeasurementException($"{url} does not take {connections} connections: {refused.Message}");
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }

        client._running = Task.WhenAll(client._connections.Select(connection => Task.Run(connection.RunAsync)));
        return client;
    }

    /// <summary>Makes a call for a bid.</summary>
    public ValueTask<Outcome> AskAsync(int lot, long amount)
    {
        PendingCall? call;
        LoadConnection? connection;
        lock (_changing)
        {
            if (_isEnded || (_free.Count == 0 && _waiting.Count == WaitingMax))
            {
                return new ValueTask<Outcome>(new Outcome(OutcomeKind.Unavailable));
            }

            call = _spare.TryPop(out var spare) ? spare : new PendingCall(this);
            call.Begin(lot, amount);
            if (!_free.TryPop(out connection))
            {
                _waiting.Enqueue(call);
            }
        }

        var told = call.Told;
        connection?.Take(call);
        return told;
    }

    /// <summary>Hangs up: what waits was never sent, what is on its way stays of unknown outcome.</summary>
    public async ValueTask DisposeAsync()
    {
        PendingCall[] waiting;
        LoadConnection[] free;
        lock (_changing)
        {
            _isEnded = true;
            waiting = [.. _waiting];
            free = [.. _free];
            _waiting.Clear();
            _free.Clear();
        }

        foreach (var connection in _connections)
        {
            connection.HangUp();
        }

        foreach (var connection in free)
        {
            connection.Take(null);
        }

        foreach (var call in waiting)
        {
            call.Tell(new Outcome(OutcomeKind.Unavailable));
        }

        await _running;
    }

    /// <summary>A connection has nothing to do: it is given what waits longest, or waits itself.</summary>
    internal void Free(LoadConnection connection)
    {
        if (TryGetNext(connection, out var next))
        {
            connection.Take(next);
        }
    }

    /// <summary>A call's outcome is known to who awaited it.</summary>
    internal void TakeBack(PendingCall call)
    {
        lock (_changing)
        {
            _spare.Push(call);
        }
    }

    private bool TryGetNext(LoadConnection connection, out PendingCall? next)
    {
        lock (_changing)
        {
            if (_waiting.TryDequeue(out next) || _isEnded)
            {
                return true;
            }

            _free.Push(connection);
            return false;
        }
    }
}
