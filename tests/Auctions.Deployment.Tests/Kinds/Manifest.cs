namespace Auctions.Deployment.Tests.Kinds;

/// <summary>An object of Kubernetes. These records have the fields that our manifests use, and no others.</summary>
internal abstract record Manifest
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public Metadata Metadata { get; set; } = new();

    public string Title => $"{Kind} {Metadata.Name}";
}

internal sealed record Metadata
{
    public string Name { get; set; } = "";

    public string Namespace { get; set; } = "";

    public Dictionary<string, string> Labels { get; set; } = [];

    public Dictionary<string, string> Annotations { get; set; } = [];
}

internal sealed record Selector
{
    public Dictionary<string, string> MatchLabels { get; set; } = [];

    public List<Requirement> MatchExpressions { get; set; } = [];

    /// <summary>Whether it takes these labels; one that asks for nothing takes all.</summary>
    public bool Takes(IReadOnlyDictionary<string, string> labels) =>
        MatchLabels.All(label => labels.GetValueOrDefault(label.Key) == label.Value) &&
        MatchExpressions.All(expression => expression.IsMet(labels));
}

internal sealed record Requirement
{
    public string Key { get; set; } = "";

    public string Operator { get; set; } = "";

    public List<string> Values { get; set; } = [];

    public bool IsMet(IReadOnlyDictionary<string, string> labels) => Operator switch
    {
        "Exists" => labels.ContainsKey(Key),
        "In" => labels.TryGetValue(Key, out var value) && Values.Contains(value),
        _ => throw new FormatException($"{Operator} is an operator that these tests do not know."),
    };
}

/// <summary>A reference to something by its name.</summary>
internal sealed record Reference
{
    public string? ApiVersion { get; set; }

    public string? ApiGroup { get; set; }

    public string? Group { get; set; }

    public string? Kind { get; set; }

    public string Name { get; set; } = "";

    public string? Namespace { get; set; }

    public string? SectionName { get; set; }
}

internal sealed record Namespace : Manifest;

internal sealed record ConfigMap : Manifest
{
    public Dictionary<string, string> Data { get; set; } = [];
}

internal sealed record ServiceAccount : Manifest
{
    public bool? AutomountServiceAccountToken { get; set; }
}

internal sealed record Role : Manifest
{
    public List<AccessRule> Rules { get; set; } = [];
}

internal sealed record AccessRule
{
    public List<string> ApiGroups { get; set; } = [];

    public List<string> Resources { get; set; } = [];

    public List<string> Verbs { get; set; } = [];
}

internal sealed record RoleBinding : Manifest
{
    public Reference RoleRef { get; set; } = new();

    public List<Reference> Subjects { get; set; } = [];
}
