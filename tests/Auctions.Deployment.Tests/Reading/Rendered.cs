using System.Collections.Concurrent;
using Auctions.Processes;

namespace Auctions.Deployment.Tests.Reading;

/// <summary>What kubectl makes of an overlay.</summary>
internal static class Rendered
{
    private static readonly ConcurrentDictionary<string, Lazy<string>> Texts = new();

    public static string[] Overlays { get; } = ["local", "production"];

    public static string Directory { get; } = Path.Combine(RepositoryRoot.Path, "k8s");

    /// <summary>The objects of an overlay, read anew each time: a test may change them.</summary>
    public static Manifests Read(string overlay) => Manifests.Parse(Texts.GetOrAdd(overlay, Render).Value);

    /// <summary>What kubectl makes of a directory.</summary>
    public static Task<string> RenderAsync(string directory) => Command.RunAsync(["kubectl", "kustomize", directory]);

    private static Lazy<string> Render(string overlay) => new(() =>
        RenderAsync(Path.Combine(Directory, "overlays", overlay)).GetAwaiter().GetResult());
}

/// <summary>A test of rendered manifests; skipped, visibly, where kubectl is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KubectlFactAttribute : FactAttribute
{
    public KubectlFactAttribute() => Skip = KubectlIsMissing.Reason;
}

/// <summary>The same with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KubectlTheoryAttribute : TheoryAttribute
{
    public KubectlTheoryAttribute() => Skip = KubectlIsMissing.Reason;
}

/// <summary>Why such a test is skipped.</summary>
internal static class KubectlIsMissing
{
    public static string? Reason { get; } = Command.IsThere("kubectl")
        ? null
        : "kubectl is missing, which renders the manifests; install it (version 1.30 or later) and try again.";
}
