using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Auctions.Simulation.Planting;

/// <summary>
/// The simulation on an engine with a bug: the changed projects are compiled from this repository's sources and loaded
/// beside the sound ones. The shipped engine has no switch for any bug.
/// </summary>
internal sealed class PlantedEngine : AssemblyLoadContext
{
    /// <summary>Every bug must be found within so many seeds.</summary>
    public const int SeedsMax = 1_000;

    private static readonly string[] Projects = ["Auctions.Core", "Auctions.Engine", "Auctions.Testing"];
    private static readonly ConcurrentDictionary<string, SyntaxTree> Trees = new();
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest);

    private readonly Dictionary<string, byte[]> _changed = [];

    private PlantedEngine()
        : base(isCollectible: true)
    {
    }

    /// <summary>The folder of OrleansAuctions.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Has a seeded hunt run against the bug; one line on what was found, null if nothing was.</summary>
    /// <param name="bug">The bug.</param>
    /// <param name="seeds">How many seeds to try.</param>
    /// <param name="from">The first of them; null: where the bug says.</param>
    /// <exception cref="InvalidOperationException">The bug does not fit the sources; the message says
    /// where.</exception>
    public static string? Hunt(PlantedBug bug, int seeds = SeedsMax, ulong? from = null)
    {
        var engine = new PlantedEngine();
        try
        {
            foreach (var project in bug.Changes.Select(change => ProjectOf(change.File)).Distinct())
            {
                engine._changed.Add(project, Compile(project, bug));
            }

            var simulation = engine.LoadFromAssemblyPath(typeof(PlantedEngine).Assembly.Location);
            var hunt = simulation.GetType("Auctions.Simulation.Hunting.Hunt", throwOnError: true)!
                .GetMethod("FirstAsText", BindingFlags.Public | BindingFlags.Static)!;
            return (string?)hunt.Invoke(null, [from ?? bug.From, seeds]);
        }
        finally
        {
            engine.Unload();
        }
    }

    // Whatever a bug may change must be a second copy, or the copies would not fit together.
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (_changed.TryGetValue(assemblyName.Name!, out var image))
        {
            return LoadFromStream(new MemoryStream(image));
        }

        return Projects.Contains(assemblyName.Name)
            ? LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, assemblyName.Name + ".dll"))
            : null;
    }

    private static byte[] Compile(string project, PlantedBug bug)
    {
        var texts = SourcesOf(project).ToDictionary(path => path, _ => (string?)null);
        foreach (var change in bug.Changes.Where(change => ProjectOf(change.File) == project))
        {
            var path = Path.Combine(Root, change.File);
            var text = texts[path] ?? File.ReadAllText(path);
            var at = text.IndexOf(change.Find, StringComparison.Ordinal);
            if (at < 0 || text.IndexOf(change.Find, at + 1, StringComparison.Ordinal) >= 0)
            {
                throw new InvalidOperationException(
                    $"The bug \"{bug.Name}\" looks for \"{change.Find}\" exactly once in {change.File}. Adapt it.");
            }

            texts[path] = text.Replace(change.Find, change.Replace, StringComparison.Ordinal);
        }

        var trees = texts.Select(text => text.Value is { } changed
            ? CSharpSyntaxTree.ParseText(changed, Options, text.Key)
            : Trees.GetOrAdd(text.Key, path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), Options, path)));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileNameWithoutExtension(path) != project)
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            project,
            trees,
            references,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        return emitted.Success
            ? image.ToArray()
            : throw new InvalidOperationException(
                $"The bug \"{bug.Name}\" does not compile: " +
                emitted.Diagnostics.First(problem => problem.Severity == DiagnosticSeverity.Error));
    }

    // What the build compiled: the project's folder, and what the build generated for this configuration.
    private static IEnumerable<string> SourcesOf(string project)
    {
        var folder = Directory.Exists(Path.Combine(Root, "src", project)) ? "src" : "tests";
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Directory.EnumerateFiles(Path.Combine(Root, folder, project), "*.cs", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(
                Path.Combine(Root, "artifacts", "obj", project, configuration), "*.cs", SearchOption.AllDirectories));
    }

    private static string ProjectOf(string file) => file.Split('/')[1];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "OrleansAuctions.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("This does not run inside the repository.");
    }
}
