using System.Text.Json;
using System.Xml.Linq;

namespace Auctions.Tidy.Tests;

/// <summary>A project file and what it reaches, itself or through another project or package.</summary>
/// <param name="Path">From the root, with forward slashes.</param>
internal sealed record Project(string Path)
{
    private readonly XDocument _xml = XDocument.Load(System.IO.Path.Combine(Repository.Root, Path));

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public bool RunsTests => Included("PackageReference").Contains("Microsoft.NET.Test.Sdk");

    private bool IsWeb => (string?)_xml.Root!.Attribute("Sdk") == "Microsoft.NET.Sdk.Web";

    /// <summary>All projects of the repository by name.</summary>
    public static IReadOnlyDictionary<string, Project> All { get; } =
        Repository.Files("src", "*.csproj").Concat(Repository.Files("tests", "*.csproj"))
            .Select(path => new Project(path))
            .ToDictionary(project => project.Name);

    /// <summary>Names of the projects it references, directly or through others.</summary>
    public IReadOnlySet<string> Projects() =>
        Included("ProjectReference")
            .Select(path => System.IO.Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))
            .SelectMany(name => All[name].Projects().Append(name))
            .ToHashSet();

    /// <summary>Names of the packages and frameworks it references, directly or through others.</summary>
    public IReadOnlySet<string> Packages() =>
        Projects().Select(name => All[name]).Append(this)
            .SelectMany(project => project.OwnPackages())
            .Concat(RestoredPackages())
            .ToHashSet();

    private IEnumerable<string> OwnPackages() =>
        Included("PackageReference").Concat(Included("FrameworkReference"))
            .Concat(IsWeb ? ["Microsoft.AspNetCore.App"] : []);

    private IEnumerable<string> Included(string item) =>
        _xml.Descendants(item).Select(element => (string?)element.Attribute("Include")).OfType<string>();

    // What the packages bring along is known once the project is restored; the tests' build did that.
    private string[] RestoredPackages()
    {
        var assets = System.IO.Path.Combine(Repository.Root, "artifacts", "obj", Name, "project.assets.json");
        if (!File.Exists(assets))
        {
            return [];
        }

        using var json = JsonDocument.Parse(File.ReadAllBytes(assets));
        return [.. json.RootElement.GetProperty("targets").EnumerateObject()
            .SelectMany(target => target.Value.EnumerateObject())
            .SelectMany(library => Frameworks(library.Value).Append(library.Name.Split('/')[0]))];
    }

    private static IEnumerable<string> Frameworks(JsonElement library) =>
        library.TryGetProperty("frameworkReferences", out var names)
            ? names.EnumerateArray().Select(name => name.GetString()!)
            : [];
}
