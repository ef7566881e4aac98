namespace Auctions.Deployment.Tests.Kinds;

/// <summary>What kubectl makes manifests from.</summary>
internal sealed record Kustomization : Manifest
{
    public string? Namespace { get; set; }

    public List<LabelPairs> Labels { get; set; } = [];

    public List<string> Resources { get; set; } = [];

    public List<Patch> Patches { get; set; } = [];

    public List<ConfigMapSource> ConfigMapGenerator { get; set; } = [];

    public List<ImageName> Images { get; set; } = [];

    public List<ReplicaCount> Replicas { get; set; } = [];
}

internal sealed record LabelPairs
{
    public Dictionary<string, string> Pairs { get; set; } = [];

    public bool? IncludeTemplates { get; set; }
}

internal sealed record Patch
{
    public string Path { get; set; } = "";

    public Reference? Target { get; set; }
}

internal sealed record ConfigMapSource
{
    public string Name { get; set; } = "";

    public string? Behavior { get; set; }

    public List<string> Literals { get; set; } = [];

    public List<string> Files { get; set; } = [];

    public ConfigMapOptions? Options { get; set; }
}

internal sealed record ConfigMapOptions
{
    public bool? DisableNameSuffixHash { get; set; }

    public Dictionary<string, string> Labels { get; set; } = [];
}

internal sealed record ImageName
{
    public string Name { get; set; } = "";

    public string NewName { get; set; } = "";

    public string? NewTag { get; set; }

    public string? Digest { get; set; }
}

internal sealed record ReplicaCount
{
    public string Name { get; set; } = "";

    public int Count { get; set; }
}
