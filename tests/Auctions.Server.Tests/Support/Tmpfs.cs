using System.Diagnostics;
using System.Globalization;

namespace Auctions.Server.Tests.Support;

/// <summary>A test that mounts a tiny disk: skipped, visibly, where this process may not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TmpfsFactAttribute : FactAttribute
{
    private const int SysAdmin = 21;

    public TmpfsFactAttribute()
    {
        if (!MayMount())
        {
            Skip = "Run the tests as root (with CAP_SYS_ADMIN): this one mounts a tmpfs to fill it.";
        }
    }

    private static bool MayMount() =>
        OperatingSystem.IsLinux() &&
        File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("CapEff:", StringComparison.Ordinal))
            is { } line &&
        ulong.TryParse(line["CapEff:".Length..].Trim(), NumberStyles.HexNumber, null, out var capabilities) &&
        (capabilities >> SysAdmin & 1) == 1;
}

/// <summary>A tiny disk, and a file that takes what is left of it.</summary>
internal sealed class Tmpfs : IDisposable
{
    private readonly DataDirectory _under = new();

    public Tmpfs(int kibibytes) => Run("mount", "-t", "tmpfs", "-o", $"size={kibibytes}k", "tmpfs", _under.Path);

    public string Path => _under.Path;

    private string Filler => System.IO.Path.Combine(Path, "filler");

    /// <summary>Takes all the space there is.</summary>
    public void Fill()
    {
        using var filler = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        var block = new byte[1024];
        try
        {
            while (true)
            {
                filler.Write(block);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void Free() => File.Delete(Filler);

    public void Dispose()
    {
        Run("umount", Path);
        _under.Dispose();
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
