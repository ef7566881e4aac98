namespace Auctions.Processes;

/// <summary>The working tree that the running program was built in.</summary>
public static class RepositoryRoot
{
    public static string Path { get; } = Find();

    /// <summary>A script of its folder scripts.</summary>
    public static string Script(string name) => System.IO.Path.Combine(Path, "scripts", name);

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
