using Auctions.Processes;

namespace Auctions.Server.Tests.Monitoring;

/// <summary>The alert rules, as Prometheus reads them.</summary>
public sealed class AlertFile
{
    /// <summary>Where it is.</summary>
    public static string Path => System.IO.Path.Combine(RepositoryRoot.Path, "k8s/monitoring/alerts.yaml");

    public List<Group> Groups { get; set; } = [];

    /// <summary>All alerts.</summary>
    public IReadOnlyList<Rule> Alerts => [.. Groups.SelectMany(group => group.Rules)];

    public static AlertFile Read() => Yaml.Read<AlertFile>(Path);

    /// <summary>A group of rules.</summary>
    public sealed class Group
    {
        public string Name { get; set; } = "";

        public List<Rule> Rules { get; set; } = [];
    }

    /// <summary>An alert.</summary>
    public sealed class Rule
    {
        public string Alert { get; set; } = "";

        public string Expr { get; set; } = "";

        public string For { get; set; } = "";

        public Dictionary<string, string> Labels { get; set; } = [];

        public Dictionary<string, string> Annotations { get; set; } = [];
    }
}
