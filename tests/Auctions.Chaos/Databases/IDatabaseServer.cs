namespace Auctions.Chaos.Databases;

/// <summary>
/// A PostgreSQL server under control. Disposing of it ends it, whatever state it is in, and removes its data.
/// </summary>
internal interface IDatabaseServer : IAsyncDisposable
{
    /// <summary>
    /// Connection string of a superuser, database <c>postgres</c>, as the server under test reaches it: perhaps through
    /// a network that can be cut.
    /// </summary>
    string Connection { get; }

    /// <summary>The same as this process reaches it, past all faults: for making databases and for judging.</summary>
    string DirectConnection { get; }

    /// <summary>Everything its log holds so far.</summary>
    string ReadLog();

    /// <summary>Kills the postmaster and all its children: <c>kill -9</c>.</summary>
    Task KillAsync(CancellationToken cancellation);

    /// <summary>Immediate shutdown: every client is cut off, the next start recovers.</summary>
    Task StopAsync(CancellationToken cancellation);

    /// <summary>Starts it again on the same data and address, and waits until it takes connections.</summary>
    Task StartAsync(CancellationToken cancellation);

    /// <summary>Stops all its processes where they are: connections stay, nothing is answered.</summary>
    void Freeze();

    /// <summary>Lets them go on.</summary>
    void Thaw();
}
