using System.Text.Json;
using System.Text.RegularExpressions;
using Auctions.Processes;

namespace Auctions.Deployment.Tests;

/// <summary>k8s/Containerfile: what it says of each image.</summary>
internal static partial class Containerfile
{
    /// <summary>Names of the images and the projects whose programs they hold.</summary>
    public static IReadOnlyDictionary<string, string> Images { get; } = new Dictionary<string, string>
    {
        ["server"] = "Auctions.Server",
        ["silo"] = "Auctions.Silo",
        ["front-end"] = "Auctions.FrontEnd",
        ["cli"] = "Auctions.Cli",
    };

    /// <summary>All of it.</summary>
    public static string Text { get; } = RepositoryRoot.Read("k8s/Containerfile");

    /// <summary>What stands under "FROM ... AS NAME".</summary>
    public static Stage Read(string name) => Read(name, Text);

    /// <summary>Images hold what was published and nothing else, and are the same tomorrow.</summary>
    public static IEnumerable<string> Offences(string text)
    {
        foreach (var (image, project) in Images)
        {
            var stage = Read(image, text);
            if (stage.User != "1654")
            {
                yield return $"{image} runs as {stage.User}.";
            }

            if (stage.Text.Contains("RUN", StringComparison.Ordinal) ||
                !stage.Text.Contains($"COPY --from=publish-{image} /app .", StringComparison.Ordinal) ||
                !Read($"publish-{image}", text).Text
                    .Contains($"RUN dotnet publish src/{project} -c Release ", StringComparison.Ordinal))
            {
                yield return $"{image} holds something else than what was published of {project}.";
            }
        }

        // 10.0 alone, or latest, would be another image tomorrow; stages that build on another one have no base.
        foreach (var image in Base().Matches(text).Select(match => match.Groups[1].Value)
            .Where(image => !Pinned().IsMatch(image)).Distinct())
        {
            yield return $"{image} may be another tomorrow.";
        }
    }

    private static Stage Read(string name, string file)
    {
        var stages = Regex.Split(file, "(?m)^(?=FROM )").Skip(1);
        var text = stages.Single(stage => stage.Split('\n')[0].EndsWith($" AS {name}", StringComparison.Ordinal));
        return new Stage(
            text.Split(' ')[1],
            Line(text, "USER"),
            [.. Line(text, "EXPOSE").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)],
            Line(text, "ENTRYPOINT") is { Length: > 0 } command ? JsonSerializer.Deserialize<string[]>(command)! : [],
            text);
    }

    private static string Line(string text, string word) =>
        Regex.Match(text, $"(?m)^{word} (.+)$") is { Success: true } match ? match.Groups[1].Value : "";

    [GeneratedRegex(@"(?m)^FROM (\S*/\S*)")]
    private static partial Regex Base();

    [GeneratedRegex(@":\d+\.\d+\.\d+-[a-z-]+(@sha256:[0-9a-f]{64})?$")]
    private static partial Regex Pinned();

    /// <summary>A part of the file.</summary>
    internal sealed record Stage(string Base, string User, int[] Ports, string[] EntryPoint, string Text);
}
