using System.Text.Json;
using Auctions.Processes;

namespace Auctions.Deployment.Tests;

/// <summary>
/// What dotnet publish makes of a program: a directory that nobody may write to, as in an image; beside it one for data
/// and one for temporary files, which belong to the user that the program runs as.
/// </summary>
internal sealed class PublishedProgram : IDisposable
{
    private const string User = "1654";

    private readonly DirectoryInfo _root;
    private readonly string _project;

    private PublishedProgram(DirectoryInfo root, string project) => (_root, _project) = (root, project);

    /// <summary>The program's files.</summary>
    public string Directory => Path.Combine(_root.FullName, _project, Configuration);

    /// <summary>Names of all of them, from there.</summary>
    public string[] Files =>
    [
        .. new DirectoryInfo(Directory).EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Directory, file.FullName)).Order(StringComparer.Ordinal),
    ];

    /// <summary>Where it may keep data.</summary>
    public string Data => Path.Combine(_root.FullName, "data");

    private string Temporary => Path.Combine(_root.FullName, "tmp");

    // All projects are built side by side, in the configuration that the tests were built in.
    private static string Configuration { get; } =
        new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)).Name;

    /// <summary>Publishes what was built with the tests.</summary>
    public static async Task<PublishedProgram> PublishAsync(string project)
    {
        var root = System.IO.Directory.CreateTempSubdirectory("auctions-published-");
        var published = new PublishedProgram(root, project);
        await Command.RunAsync(
        [
            "dotnet", "publish", Path.Combine(RepositoryRoot.Path, "src", project), "--no-build",
            "-c", Configuration, "-o", published.Directory, "-v", "quiet", "-nodeReuse:false",
        ]);
        System.IO.Directory.CreateDirectory(published.Data);
        System.IO.Directory.CreateDirectory(published.Temporary);
        await Command.RunAsync(["chmod", "-R", "a-w,a+rX", published.Directory]);
        await Command.RunAsync(["chmod", "a+rx", root.FullName, Path.GetDirectoryName(published.Directory)!]);
        if (Environment.IsPrivilegedProcess)
        {
            await Command.RunAsync(["chown", $"{User}:{User}", published.Data, published.Temporary]);
        }

        return published;
    }

    /// <summary>Starts it as the user of the images, if that can be chosen.</summary>
    public ProgramProcess Start(string assembly, string[] options, params (string Name, string Value)[] environment) =>
        ProgramProcess.Start(
            _project,
            options,
            environment.Append(("TMPDIR", Temporary)).Append(("HOME", "/"))
                .Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2)),
            Environment.IsPrivilegedProcess
                ? ["setpriv", "--reuid", User, "--regid", User, "--clear-groups"]
                : null,
            assembly,
            _root.FullName);

    /// <summary>Names and versions of the frameworks that it needs.</summary>
    public IReadOnlyDictionary<string, Version> Frameworks(string assembly)
    {
        using var json = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(Directory, $"{assembly}.runtimeconfig.json")));
        var options = json.RootElement.GetProperty("runtimeOptions");
        var frameworks = options.TryGetProperty("frameworks", out var several)
            ? several.EnumerateArray().ToArray()
            : [options.GetProperty("framework")];
        return frameworks.ToDictionary(
            framework => framework.GetProperty("name").GetString()!,
            framework => Version.Parse(framework.GetProperty("version").GetString()!));
    }

    public void Dispose()
    {
        foreach (var directory in _root.EnumerateDirectories("*", SearchOption.AllDirectories))
        {
            if (!OperatingSystem.IsWindows())
            {
                directory.UnixFileMode |= UnixFileMode.UserWrite;
            }
        }

        _root.Delete(recursive: true);
    }
}
