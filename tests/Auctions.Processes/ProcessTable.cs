using System.Globalization;

namespace Auctions.Processes;

/// <summary>What runs on this machine, by process id.</summary>
public static class ProcessTable
{
    /// <summary>Whether it runs; one that ended but was not waited for does not.</summary>
    public static bool IsAlive(int process) => ParentOf(process) is not null;

    /// <summary>Its children that run.</summary>
    public static IEnumerable<int> ChildrenOf(int process) =>
        Directory.EnumerateDirectories("/proc")
            .Select(directory => int.TryParse(Path.GetFileName(directory), out var child) ? child : 0)
            .Where(child => child > 0 && ParentOf(child) == process);

    // Of "1234 (its name) S 1 ..." the fourth.
    private static int? ParentOf(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : int.Parse(fields[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
