namespace Auctions.Server.Tests.Attacks;

/// <summary>A test that needs many connections at once: skipped where a process may not open so many.</summary>
public sealed class DescriptorsFactAttribute : FactAttribute
{
    private const string Limit = "Max open files";

    public DescriptorsFactAttribute(int descriptors)
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = "It looks for the limit of open files where Linux says it.";
        }
        else if (May() < descriptors)
        {
            Skip = $"A process may open {May()} files here, {descriptors} are needed: raise the hard limit.";
        }
    }

    // .NET raises its own limit to the hard one as it starts.
    private static long May()
    {
        var line = File.ReadLines("/proc/self/limits")
            .First(line => line.StartsWith(Limit, StringComparison.Ordinal));
        var hard = line[Limit.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return long.TryParse(hard, out var limit) ? limit : long.MaxValue;
    }
}
