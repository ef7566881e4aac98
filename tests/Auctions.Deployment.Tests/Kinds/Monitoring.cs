namespace Auctions.Deployment.Tests.Kinds;

internal sealed record PodMonitor : Manifest
{
    public PodMonitorSpec Spec { get; set; } = new();
}

internal sealed record PodMonitorSpec
{
    public Selector Selector { get; set; } = new();

    public List<PodMetricsEndpoint> PodMetricsEndpoints { get; set; } = [];
}

internal sealed record PodMetricsEndpoint
{
    public string? Port { get; set; }

    public string? Interval { get; set; }

    public bool? HonorLabels { get; set; }
}

internal sealed record PrometheusRule : Manifest
{
    public PrometheusRuleSpec Spec { get; set; } = new();
}

internal sealed record PrometheusRuleSpec
{
    public List<RuleGroup> Groups { get; set; } = [];
}

internal sealed record RuleGroup
{
    public string Name { get; set; } = "";

    public List<AlertRule> Rules { get; set; } = [];
}

internal sealed record AlertRule
{
    public string Alert { get; set; } = "";

    public string Expr { get; set; } = "";

    public string? For { get; set; }

    public Dictionary<string, string> Labels { get; set; } = [];

    public Dictionary<string, string> Annotations { get; set; } = [];
}
