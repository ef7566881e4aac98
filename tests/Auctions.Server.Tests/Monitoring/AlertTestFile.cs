using Auctions.Processes;

namespace Auctions.Server.Tests.Monitoring;

/// <summary>The tests of the alert rules, as promtool reads them.</summary>
public sealed class AlertTestFile
{
    /// <summary>Where it is.</summary>
    public static string Path => System.IO.Path.Combine(RepositoryRoot.Path, "k8s/monitoring/alerts.test.yaml");

    public List<string> RuleFiles { get; set; } = [];

    public string EvaluationInterval { get; set; } = "";

    public List<Case> Tests { get; set; } = [];

    public static AlertTestFile Read() => Yaml.Read<AlertTestFile>(Path);

    /// <summary>What comes in, and what is to be made of it.</summary>
    public sealed class Case
    {
        public string Name { get; set; } = "";

        public string Interval { get; set; } = "";

        public List<Input> InputSeries { get; set; } = [];

        public List<Look> AlertRuleTest { get; set; } = [];
    }

    /// <summary>One series.</summary>
    public sealed class Input
    {
        public string Series { get; set; } = "";

        public string Values { get; set; } = "";
    }

    /// <summary>What there is of an alert at some time.</summary>
    public sealed class Look
    {
        public string EvalTime { get; set; } = "";

        public string Alertname { get; set; } = "";

        public List<Expected> ExpAlerts { get; set; } = [];
    }

    /// <summary>An alert that fires.</summary>
    public sealed class Expected
    {
        public Dictionary<string, string> ExpLabels { get; set; } = [];

        public Dictionary<string, string> ExpAnnotations { get; set; } = [];
    }
}
