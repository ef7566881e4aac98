using Auctions.Deployment.Tests.Reading;

namespace Auctions.Deployment.Tests.Kinds;

/// <summary>Kubernetes' <c>Deployment</c>: pods that are alike.</summary>
internal sealed record Workload : Manifest
{
    public WorkloadSpec Spec { get; set; } = new();
}

internal sealed record WorkloadSpec
{
    public int? Replicas { get; set; }

    public int? MinReadySeconds { get; set; }

    public int? ProgressDeadlineSeconds { get; set; }

    public int? RevisionHistoryLimit { get; set; }

    public Strategy Strategy { get; set; } = new();

    public Selector Selector { get; set; } = new();

    public PodTemplate Template { get; set; } = new();
}

internal sealed record Strategy
{
    public string? Type { get; set; }

    public RollingUpdate? RollingUpdate { get; set; }
}

internal sealed record RollingUpdate
{
    public IntOrText? MaxSurge { get; set; }

    public IntOrText? MaxUnavailable { get; set; }
}

internal sealed record Job : Manifest
{
    public JobSpec Spec { get; set; } = new();
}

internal sealed record JobSpec
{
    public int? TtlSecondsAfterFinished { get; set; }

    public int? BackoffLimit { get; set; }

    public int? ActiveDeadlineSeconds { get; set; }

    public PodTemplate Template { get; set; } = new();
}

internal sealed record PodDisruptionBudget : Manifest
{
    public PodDisruptionBudgetSpec Spec { get; set; } = new();
}

internal sealed record PodDisruptionBudgetSpec
{
    public IntOrText? MaxUnavailable { get; set; }

    public IntOrText? MinAvailable { get; set; }

    public Selector Selector { get; set; } = new();
}

internal sealed record HorizontalPodAutoscaler : Manifest
{
    public HorizontalPodAutoscalerSpec Spec { get; set; } = new();
}

internal sealed record HorizontalPodAutoscalerSpec
{
    public Reference ScaleTargetRef { get; set; } = new();

    public int? MinReplicas { get; set; }

    public int MaxReplicas { get; set; }

    public List<ScalingMetric> Metrics { get; set; } = [];

    public ScalingBehavior? Behavior { get; set; }
}

internal sealed record ScalingMetric
{
    public string Type { get; set; } = "";

    public ResourceMetric? Resource { get; set; }
}

internal sealed record ResourceMetric
{
    public string Name { get; set; } = "";

    public MetricTarget Target { get; set; } = new();
}

internal sealed record MetricTarget
{
    public string Type { get; set; } = "";

    public int? AverageUtilization { get; set; }
}

internal sealed record ScalingBehavior
{
    public ScalingRules? ScaleUp { get; set; }

    public ScalingRules? ScaleDown { get; set; }
}

internal sealed record ScalingRules
{
    public int? StabilizationWindowSeconds { get; set; }

    public string? SelectPolicy { get; set; }

    public List<ScalingPolicy> Policies { get; set; } = [];
}

internal sealed record ScalingPolicy
{
    public string Type { get; set; } = "";

    public int Value { get; set; }

    public int PeriodSeconds { get; set; }
}

internal sealed record ScaledObject : Manifest
{
    public ScaledObjectSpec Spec { get; set; } = new();
}

internal sealed record ScaledObjectSpec
{
    public Reference ScaleTargetRef { get; set; } = new();

    public int? MinReplicaCount { get; set; }

    public int? MaxReplicaCount { get; set; }

    public int? PollingInterval { get; set; }

    public Fallback? Fallback { get; set; }

    public AdvancedScaling? Advanced { get; set; }

    public List<Trigger> Triggers { get; set; } = [];
}

internal sealed record Fallback
{
    public int FailureThreshold { get; set; }

    public int Replicas { get; set; }

    public string? Behavior { get; set; }
}

internal sealed record AdvancedScaling
{
    public HorizontalConfig? HorizontalPodAutoscalerConfig { get; set; }
}

internal sealed record HorizontalConfig
{
    public ScalingBehavior? Behavior { get; set; }
}

internal sealed record Trigger
{
    public string Type { get; set; } = "";

    public string? Name { get; set; }

    public string? MetricType { get; set; }

    public Dictionary<string, string> Metadata { get; set; } = [];
}
