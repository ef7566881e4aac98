using System.Text.RegularExpressions;

namespace Auctions.Processes;

/// <summary>The working tree that the running program was built in.</summary>
public static class RepositoryRoot
{
    public static string Path { get; } = Find();

    /// <summary>A script of its folder scripts.</summary>
    public static string Script(string name) => System.IO.Path.Combine(Path, "scripts", name);

    /// <summary>The text of a file, by its path from here.</summary>
    public static string Read(string path) => File.ReadAllText(System.IO.Path.Combine(Path, path));

    /// <summary>What stands under each heading of the second order of a document, the heading first.</summary>
    public static IEnumerable<string> Sections(string path) => Regex.Split(Read(path), "(?m)^## ").Skip(1);

    private static string Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(directory.FullName, "OrleansAuctions.sln")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException(
                $"The repository is not above {AppContext.BaseDirectory}: run this from the tree it was built in.");
        }

        return directory.FullName;
    }
}
