using Auctions.Chaos.Databases;
using Auctions.Chaos.Servers;

namespace Auctions.Chaos;

/// <summary>What a scenario is played on, as far as it is not the ordinary.</summary>
/// <param name="workshop">Where to make things that must be gone in the end.</param>
internal sealed class Scenery(Workshop workshop)
{
    public Workshop Workshop => workshop;

    /// <summary>
    /// The PostgreSQL server that holds the victim shard and nothing else; null: an ordinary one that the run has
    /// anyway. The harness makes a database on it.
    /// </summary>
    public IDatabaseServer? VictimShard { get; set; }

    /// <summary>The PostgreSQL server that holds the meta database and nothing else; null: an ordinary one.</summary>
    public IDatabaseServer? Meta { get; set; }

    /// <summary>The data directory of a SQLite store; null: a new one in the workshop.</summary>
    public string? SqliteDirectory { get; set; }

    /// <summary>The disk it lies on; null: an ordinary one.</summary>
    public IAsyncDisposable? SqliteDisk { get; set; }

    /// <summary>How the server is started.</summary>
    public ServerLaunch Server { get; } = new();

    /// <summary>How silos of a cluster are started that are not started like all other processes, by number.</summary>
    public Dictionary<int, ServerLaunch> Silos { get; } = [];

    /// <summary>The same for front ends.</summary>
    public Dictionary<int, ServerLaunch> FrontEnds { get; } = [];

    /// <summary>
    /// Answers where clients send their requests instead of to the server: something that passes them on. Null:
    /// nothing is between them.
    /// </summary>
    public Func<Uri, Task<Uri>>? Between { get; set; }

    /// <summary>How a silo is started.</summary>
    public ServerLaunch LaunchOf(int silo) => Silos.GetValueOrDefault(silo, Server);
}
