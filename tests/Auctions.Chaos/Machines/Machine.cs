using Auctions.Processes;

namespace Auctions.Chaos.Machines;

/// <summary>What this machine can do.</summary>
internal static class Machine
{
    private const int SysAdmin = 21;

    /// <summary>
    /// Why the machine cannot do what is needed, and what would allow it, one reason per need; empty: it can.
    /// </summary>
    public static IReadOnlyList<string> WhyNot(Needs needs) =>
    [
        .. Enum.GetValues<Needs>().Where(need => need != Needs.None && needs.HasFlag(need)).Select(WhyNotOne)
            .OfType<string>(),
    ];

    private static string? WhyNotOne(Needs need) => need switch
    {
        Needs.None => null,
        Needs.Root => Environment.IsPrivilegedProcess ? null : "needs root: run it as root",
        Needs.Strace => Program("strace", "strace"),
        Needs.NetworkNamespaces => Program("ip", "iproute2") ?? Program("nsenter", "util-linux") ??
            MayAdminister("network namespaces"),
        Needs.LoopDevice => Program("mkfs.ext4", "e2fsprogs") ?? MayAdminister("loop devices") ??
            (File.Exists("/dev/loop-control") ? null : "needs loop devices: this kernel has none"),
        Needs.Tmpfs => MayAdminister("mounting a tmpfs"),
        Needs.CCompiler => Program("cc", "gcc libc6-dev"),
        Needs.SocketKilling => Program("ss", "iproute2") ?? MayAdminister("closing sockets") ?? SocketKilling.WhyNot(),
        Needs.Orleans => ProgramProcess.IsBuilt("Auctions.Silo") && ProgramProcess.IsBuilt("Auctions.FrontEnd")
            ? null
            : "needs the silo and the front end, which are not built: restore the packages Microsoft.Orleans.*",
        Needs.OtherBuild => OtherBuild.WhyNot(),
        _ => throw new ArgumentOutOfRangeException(nameof(need)),
    };

    private static string? Program(string name, string package) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin".Split(':')
            .Any(directory => File.Exists(Path.Combine(directory, name)))
            ? null
            : $"needs {name}: apt-get install -y --no-install-recommends {package}";

    private static string? MayAdminister(string what) =>
        OperatingSystem.IsLinux() && HasCapability(SysAdmin) ? null : $"needs {what}: run it as root (CAP_SYS_ADMIN)";

    private static bool HasCapability(int number) =>
        File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("CapEff:", StringComparison.Ordinal))
            is { } line &&
        ((Convert.ToUInt64(line["CapEff:".Length..].Trim(), 16) >> number) & 1) == 1;
}
