namespace Auctions.Chaos.Servers;

/// <summary>How a server process is started, beside what its store and its URL ask for.</summary>
internal sealed class ServerLaunch
{
    /// <summary>A program and its arguments that start it, such as <c>nsenter --net=FILE --</c>; empty: none.</summary>
    public List<string> Prefix { get; } = [];

    /// <summary>Environment variables, such as <c>LD_PRELOAD</c>.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>Configuration, as its command line.</summary>
    public List<string> Options { get; } = [];

    /// <summary>Writes one of its common options as it has to be for this one.</summary>
    public Func<string, string> Translate { get; set; } = option => option;

    /// <summary>Where the projects of the build lie that is started; null: those of this build.</summary>
    public string? Build { get; set; }

    /// <summary>The address on which it listens and clients reach it.</summary>
    public string Host { get; set; } = "127.0.0.1";
}
