using System.Text.RegularExpressions;

namespace Auctions.Deployment.Tests;

/// <summary>What was published is what its image is made for.</summary>
internal static partial class ImageContents
{
    public static IEnumerable<string> Offences(PublishedProgram program, string image)
    {
        var stage = Containerfile.Read(image);
        return Offences(
            program.Files, program.Frameworks(Path.GetFileNameWithoutExtension(stage.EntryPoint[^1])), stage);
    }

    public static IEnumerable<string> Offences(
        string[] files, IReadOnlyDictionary<string, Version> frameworks, Containerfile.Stage stage)
    {
        foreach (var argument in stage.EntryPoint.Skip(1).Where(path => !files.Contains(path["/app/".Length..])))
        {
            yield return $"{argument} was not published.";
        }

        var kind = frameworks.ContainsKey("Microsoft.AspNetCore.App") ? "aspnet" : "runtime";
        if (BaseImage().Match(stage.Base) is not { Success: true } match || match.Groups["kind"].Value != kind ||
            frameworks.Values.Any(version => $"{version.Major}.{version.Minor}" != match.Groups["version"].Value))
        {
            yield return $"{stage.Base} is no image of {string.Join(", ", frameworks)}.";
        }

        foreach (var file in files.Where(file => NotForImages().IsMatch(Path.GetFileName(file))))
        {
            yield return $"{file} does not belong into an image.";
        }

        // Our own are for the line numbers of stack traces.
        foreach (var file in files.Where(file => file.EndsWith(".pdb", StringComparison.Ordinal) &&
            !file.StartsWith("auctions", StringComparison.OrdinalIgnoreCase)))
        {
            yield return $"{file} is somebody else's.";
        }

        foreach (var processor in new[] { "x64", "arm64" })
        {
            if (!files.Contains($"runtimes/linux-{processor}/native/libe_sqlite3.so"))
            {
                yield return $"SQLite for linux-{processor} is missing.";
            }
        }

        foreach (var file in files.Where(file => file.StartsWith("runtimes/", StringComparison.Ordinal) &&
            !file.StartsWith("runtimes/linux-", StringComparison.Ordinal) &&
            !file.StartsWith("runtimes/unix/", StringComparison.Ordinal)))
        {
            yield return $"{file} is for another system.";
        }
    }

    [GeneratedRegex(@"/dotnet/(?<kind>[a-z]+):(?<version>\d+\.\d+)\.\d+-noble-chiseled$")]
    private static partial Regex BaseImage();

    [GeneratedRegex(
        @"^(appsettings.*|launchSettings|secrets)\.json$|\.xml$|xunit|testhost|\.Tests?\.|Microsoft\.NET\.Test|" +
        @"^web\.config$|\.(pem|key|pfx)$|^Auctions\.(Testing|Processes)\.",
        RegexOptions.IgnoreCase)]
    private static partial Regex NotForImages();
}
