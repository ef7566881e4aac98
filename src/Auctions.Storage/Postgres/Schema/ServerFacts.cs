namespace Auctions.Storage.Postgres.Schema;

/// <summary>What one database's server is like, beyond its schema.</summary>
/// <param name="Name"><c>meta</c> or <c>shard-NN</c>.</param>
/// <param name="Address">Where it is.</param>
public sealed record ServerFacts(string Name, string Address)
{
    /// <summary>Why nothing more is known; null: all is.</summary>
    public string? Failure { get; init; }

    /// <summary>Major version.</summary>
    public int Version { get; init; }

    /// <summary>Settings with which acknowledged bids can be lost, each with what to do; those accepted by name are
    /// not among them.</summary>
    public IReadOnlyList<string> Unsafe { get; init; } = [];

    /// <summary>How far its clock is ahead of this machine's.</summary>
    public TimeSpan ClockAhead { get; init; }

    /// <summary>How far <see cref="ClockAhead"/> may be wrong, either way: half of the fastest round trip.</summary>
    public TimeSpan ClockUncertainty { get; init; }

    /// <summary>Connections that are left for all processes of the engine together.</summary>
    public int ConnectionsFree { get; init; }

    /// <summary>Most connections that one process of the engine opens.</summary>
    public int ConnectionsPerProcess { get; init; }

    /// <summary>Whether this connection is under TLS.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>Whether it is on this machine: loopback or a Unix socket.</summary>
    public bool IsLocal { get; init; }

    /// <summary>Whether it is a standby, which takes no bids.</summary>
    public bool IsStandby { get; init; }

    /// <summary><c>synchronous_standby_names</c>; empty: no commit waits for a second machine.</summary>
    public string SynchronousStandbys { get; init; } = "";

    /// <summary><c>password_encryption</c>.</summary>
    public string PasswordEncryption { get; init; } = "";

    /// <summary>Whether <c>plpgsql.check_asserts</c> is on, on which the cluster's membership relies.</summary>
    public bool ChecksAsserts { get; init; }

    /// <summary>Whether who logs in is a superuser.</summary>
    public bool IsSuperuser { get; init; }
}
