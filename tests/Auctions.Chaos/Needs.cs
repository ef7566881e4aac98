namespace Auctions.Chaos;

/// <summary>What a scenario needs of the machine, beside PostgreSQL's programs where its store is there.</summary>
[Flags]
internal enum Needs
{
    None = 0,
    Root = 1,
    Strace = 2,
    NetworkNamespaces = 4,
    LoopDevice = 8,
    Tmpfs = 16,
    CCompiler = 32,

    /// <summary>The program <c>ss</c>, and a kernel that lets it close sockets.</summary>
    SocketKilling = 64,

    /// <summary>The programs of the cluster, which need the Orleans packages.</summary>
    Orleans = 128,

    /// <summary>The same programs of another commit; see <see cref="Machines.OtherBuild"/>.</summary>
    OtherBuild = 256,
}
