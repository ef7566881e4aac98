using System.Net;
using Auctions.Processes;

namespace Auctions.Chaos.Machines;

/// <summary>
/// A network namespace for one program, with a cable to the rest of the machine that can be pulled out, and that can
/// lose what goes one way.
/// </summary>
internal sealed class PrivateNetwork : IAsyncDisposable
{
    // No network card has it, so what is sent there is lost.
    private const string Nobody = "02:00:00:00:00:01";

    private static int _made;

    private readonly string _name;
    private readonly string _here;
    private readonly string _there;
    private readonly string _namespace;

    private PrivateNetwork(int number, string? shared)
    {
        // 198.18.0.0/15 is set aside for tests of networks; each takes four addresses of it.
        var net = (198 << 24) | (18 << 16) | (((Environment.ProcessId * 8) + number) % (1 << 15) * 4);
        Here = Address(net + 1);
        There = Address(net + 2);
        Subnet = $"{Address(net)}/30";

        // The name of a network card has at most fifteen characters.
        _name = $"chaos{Environment.ProcessId}-{number}";
        _here = $"{_name}a";
        _there = $"{_name}b";
        _namespace = shared ?? _name;
    }

    /// <summary>The machine's end of the cable.</summary>
    public IPAddress Here { get; }

    /// <summary>The program's end.</summary>
    public IPAddress There { get; }

    /// <summary>Both, as PostgreSQL writes it.</summary>
    public string Subnet { get; }

    /// <summary>
    /// The command that starts what follows it in the namespace. Not <c>ip netns exec</c>: that copies all mounts for
    /// the program, so disks of others could not be taken away while it runs.
    /// </summary>
    public IReadOnlyList<string> Prefix => ["nsenter", $"--net=/run/netns/{_namespace}", "--"];

    /// <param name="other">Whose namespace gets one more cable; null: a new namespace.</param>
    public static async Task<PrivateNetwork> MakeAsync(PrivateNetwork? other = null)
    {
        var network = new PrivateNetwork(Interlocked.Increment(ref _made), other?._namespace);
        try
        {
            await network.RaiseAsync();
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>Pulls the cable out: nothing gets through, and nobody is told so.</summary>
    public Task CutAsync() => InsideAsync("link", "set", _there, "down");

    /// <summary>What is sent to the program is lost from now on; what it sends arrives.</summary>
    public Task LoseRequestsAsync() => HereAsync(
        "neigh", "replace", $"{There}", "lladdr", Nobody, "dev", _here, "nud", "permanent");

    /// <summary>What the program sends is lost from now on; what is sent to it arrives.</summary>
    public Task LoseRepliesAsync() => InsideAsync(
        "neigh", "replace", $"{Here}", "lladdr", Nobody, "dev", _there, "nud", "permanent");

    /// <summary>Lets everything through again, whatever was in the way.</summary>
    public async Task MendAsync()
    {
        await InsideAsync("link", "set", _there, "up");
        await HereAsync("neigh", "flush", "nud", "permanent", "dev", _here);
        await InsideAsync("neigh", "flush", "nud", "permanent", "dev", _there);
    }

    /// <summary>Resets all connections to a port of the program.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> ResetAsync(int port)
    {
        var killed = await Command.RunAsync([.. Prefix, "ss", "-K", "-H", "-t", "-n", "sport", "=", $":{port}"]);
        return killed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
    }

    /// <summary>Takes the cable and the namespace away; a program that still runs there is on its own.</summary>
    public async ValueTask DisposeAsync()
    {
        // Whichever of them was made.
        await Command.FailureAsync("ip", "link", "delete", _here);
        if (_namespace == _name)
        {
            await Command.FailureAsync("ip", "netns", "delete", _name);
        }
    }

    private async Task RaiseAsync()
    {
        if (_namespace == _name)
        {
            await HereAsync("netns", "add", _name);
        }

        await HereAsync("link", "add", _here, "type", "veth", "peer", "name", _there, "netns", _namespace);
        await HereAsync("address", "add", $"{Here}/30", "dev", _here);
        await HereAsync("link", "set", _here, "up");
        await InsideAsync("address", "add", $"{There}/30", "dev", _there);
        await InsideAsync("link", "set", _there, "up");
        await InsideAsync("link", "set", "lo", "up");
    }

    private Task<string> InsideAsync(params string[] arguments) => HereAsync(["-n", _namespace, .. arguments]);

    private static Task<string> HereAsync(params string[] arguments) => Command.RunAsync(["ip", .. arguments]);

    private static IPAddress Address(int number) =>
        new([(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number]);
}
