using Auctions.Deployment.Tests.Reading;
using YamlDotNet.Serialization;

namespace Auctions.Deployment.Tests.Kinds;

internal sealed record PodTemplate
{
    public Metadata Metadata { get; set; } = new();

    public PodSpec Spec { get; set; } = new();
}

internal sealed record PodSpec
{
    public string? ServiceAccountName { get; set; }

    public bool? AutomountServiceAccountToken { get; set; }

    public bool? EnableServiceLinks { get; set; }

    public string? RestartPolicy { get; set; }

    public int? TerminationGracePeriodSeconds { get; set; }

    public SecurityContext? SecurityContext { get; set; }

    public List<SpreadConstraint> TopologySpreadConstraints { get; set; } = [];

    public List<Container> Containers { get; set; } = [];

    public List<Volume> Volumes { get; set; } = [];
}

/// <summary>Of a pod or of a container; each has fields that the other has not.</summary>
internal sealed record SecurityContext
{
    public bool? RunAsNonRoot { get; set; }

    public int? RunAsUser { get; set; }

    public int? RunAsGroup { get; set; }

    public int? FsGroup { get; set; }

    public SeccompProfile? SeccompProfile { get; set; }

    public bool? AllowPrivilegeEscalation { get; set; }

    public bool? ReadOnlyRootFilesystem { get; set; }

    public Capabilities? Capabilities { get; set; }
}

internal sealed record SeccompProfile
{
    public string Type { get; set; } = "";
}

internal sealed record Capabilities
{
    public List<string> Add { get; set; } = [];

    public List<string> Drop { get; set; } = [];
}

internal sealed record SpreadConstraint
{
    public int MaxSkew { get; set; }

    public string TopologyKey { get; set; } = "";

    public string WhenUnsatisfiable { get; set; } = "";

    public string? NodeTaintsPolicy { get; set; }

    public List<string> MatchLabelKeys { get; set; } = [];

    public Selector LabelSelector { get; set; } = new();
}

internal sealed record Container
{
    public string Name { get; set; } = "";

    public string Image { get; set; } = "";

    public List<string> Args { get; set; } = [];

    public List<ContainerPort> Ports { get; set; } = [];

    public List<EnvironmentSource> EnvFrom { get; set; } = [];

    public List<EnvironmentVariable> Env { get; set; } = [];

    public Lifecycle? Lifecycle { get; set; }

    public Probe? StartupProbe { get; set; }

    public Probe? LivenessProbe { get; set; }

    public Probe? ReadinessProbe { get; set; }

    public Resources? Resources { get; set; }

    public SecurityContext? SecurityContext { get; set; }

    public List<VolumeMount> VolumeMounts { get; set; } = [];
}

internal sealed record ContainerPort
{
    public string Name { get; set; } = "";

    [YamlMember(Alias = "containerPort")]
    public int Number { get; set; }
}

internal sealed record EnvironmentSource
{
    public Reference? ConfigMapRef { get; set; }
}

internal sealed record EnvironmentVariable
{
    public string Name { get; set; } = "";

    public string? Value { get; set; }

    public ValueSource? ValueFrom { get; set; }
}

internal sealed record ValueSource
{
    public FieldReference? FieldRef { get; set; }
}

internal sealed record FieldReference
{
    public string FieldPath { get; set; } = "";
}

internal sealed record Lifecycle
{
    public Hook? PreStop { get; set; }
}

internal sealed record Hook
{
    public SleepAction? Sleep { get; set; }
}

internal sealed record SleepAction
{
    public int Seconds { get; set; }
}

internal sealed record Probe
{
    public HttpGet HttpGet { get; set; } = new();

    public int? PeriodSeconds { get; set; }

    public int? TimeoutSeconds { get; set; }

    public int? FailureThreshold { get; set; }
}

internal sealed record HttpGet
{
    public string Path { get; set; } = "";

    public IntOrText? Port { get; set; }
}

internal sealed record Resources
{
    public Dictionary<string, IntOrText> Requests { get; set; } = [];

    public Dictionary<string, IntOrText> Limits { get; set; } = [];
}

internal sealed record VolumeMount
{
    public string Name { get; set; } = "";

    public string MountPath { get; set; } = "";

    public bool? ReadOnly { get; set; }
}

internal sealed record Volume
{
    public string Name { get; set; } = "";

    public EmptyDirectory? EmptyDir { get; set; }

    public SecretVolume? Secret { get; set; }

    public Reference? ConfigMap { get; set; }

    public ProjectedVolume? Projected { get; set; }
}

internal sealed record EmptyDirectory
{
    public string? SizeLimit { get; set; }
}

internal sealed record SecretVolume
{
    public string SecretName { get; set; } = "";

    public int? DefaultMode { get; set; }
}

internal sealed record ProjectedVolume
{
    public List<ProjectedSource> Sources { get; set; } = [];
}

internal sealed record ProjectedSource
{
    public ProjectedSecret? Secret { get; set; }
}

internal sealed record ProjectedSecret
{
    public string Name { get; set; } = "";

    public List<ProjectedItem> Items { get; set; } = [];
}

internal sealed record ProjectedItem
{
    public string Key { get; set; } = "";

    public string Path { get; set; } = "";
}
