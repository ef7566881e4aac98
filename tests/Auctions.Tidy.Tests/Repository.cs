using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Auctions.Tidy.Tests;

/// <summary>The working tree these tests look at: the one whose solution is above the test's binary.</summary>
internal static partial class Repository
{
    private static readonly string[] Unversioned =
        ["artifacts", "data", ".git", ".postgres", ".redis", ".vs", ".idea", "bin", "obj"];

    public static string Root { get; } = FindRoot();

    /// <summary>Every C# file under a folder of the root, as (path from the root, lines).</summary>
    public static IEnumerable<(string Path, string[] Lines)> CSharp(string folder) =>
        Files(folder, "*.cs").Select(path => (path, File.ReadAllLines(Path.Combine(Root, path))));

    /// <summary>Paths from the root, with forward slashes.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal);

    /// <summary>"path:line: text" of each line of C# that the pattern finds.</summary>
    public static IEnumerable<string> Lines(string folder, Regex pattern) =>
        from file in CSharp(folder)
        from line in file.Lines.Index()
        where pattern.IsMatch(line.Item)
        select $"{file.Path}:{line.Index + 1}: {line.Item.Trim()}";

    /// <summary>What lies at the root and is versioned; without git, what lies there and is not known output.</summary>
    public static IEnumerable<string> RootEntries() =>
        TrackedFiles() is { Length: > 0 } tracked
            ? tracked.Select(path => path.Split('/')[0]).Distinct()
            : Directory.EnumerateFileSystemEntries(Root).Select(path => Path.GetFileName(path)).Except(Unversioned);

    /// <summary>Project paths named in a solution or a solution filter.</summary>
    public static string[] ProjectsIn(string solution) =>
        [.. ProjectPath().Matches(File.ReadAllText(Path.Combine(Root, solution)))
            .Select(match => match.Groups[1].Value.Replace(@"\\", "/").Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    [GeneratedRegex("\"([^\"]+\\.csproj)\"")]
    private static partial Regex ProjectPath();

    private static string[] TrackedFiles()
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["ls-files"])
            {
                WorkingDirectory = Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            return git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return []; // git is not installed
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "OrleansAuctions.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("No OrleansAuctions.sln above the tests");
        }

        return folder.FullName;
    }
}
