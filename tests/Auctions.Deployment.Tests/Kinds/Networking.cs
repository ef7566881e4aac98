using Auctions.Deployment.Tests.Reading;
using YamlDotNet.Serialization;

namespace Auctions.Deployment.Tests.Kinds;

internal sealed record Service : Manifest
{
    public ServiceSpec Spec { get; set; } = new();
}

internal sealed record ServiceSpec
{
    public string? Type { get; set; }

    public Dictionary<string, string> Selector { get; set; } = [];

    public List<ServicePort> Ports { get; set; } = [];
}

internal sealed record ServicePort
{
    public string Name { get; set; } = "";

    public int Port { get; set; }

    public IntOrText? TargetPort { get; set; }

    public string? AppProtocol { get; set; }
}

internal sealed record NetworkPolicy : Manifest
{
    public NetworkPolicySpec Spec { get; set; } = new();
}

internal sealed record NetworkPolicySpec
{
    public Selector PodSelector { get; set; } = new();

    public List<string> PolicyTypes { get; set; } = [];

    public List<NetworkRule> Ingress { get; set; } = [];

    public List<NetworkRule> Egress { get; set; } = [];
}

internal sealed record NetworkRule
{
    public List<Peer> From { get; set; } = [];

    public List<Peer> To { get; set; } = [];

    public List<PolicyPort> Ports { get; set; } = [];
}

internal sealed record Peer
{
    public Selector? PodSelector { get; set; }

    public Selector? NamespaceSelector { get; set; }

    public AddressBlock? IpBlock { get; set; }
}

internal sealed record AddressBlock
{
    public string Cidr { get; set; } = "";
}

internal sealed record PolicyPort
{
    public int Port { get; set; }

    public string? Protocol { get; set; }
}

internal sealed record Gateway : Manifest
{
    public GatewaySpec Spec { get; set; } = new();
}

internal sealed record GatewaySpec
{
    public string GatewayClassName { get; set; } = "";

    public List<GatewayListener> Listeners { get; set; } = [];
}

internal sealed record GatewayListener
{
    public string Name { get; set; } = "";

    public string Protocol { get; set; } = "";

    public int Port { get; set; }

    public string? Hostname { get; set; }

    public ListenerTls? Tls { get; set; }

    public AllowedRoutes? AllowedRoutes { get; set; }
}

internal sealed record ListenerTls
{
    public string Mode { get; set; } = "";

    public List<Reference> CertificateRefs { get; set; } = [];
}

internal sealed record AllowedRoutes
{
    public RouteNamespaces Namespaces { get; set; } = new();
}

internal sealed record RouteNamespaces
{
    public string From { get; set; } = "";
}

internal sealed record HttpRoute : Manifest
{
    public HttpRouteSpec Spec { get; set; } = new();
}

internal sealed record HttpRouteSpec
{
    public List<Reference> ParentRefs { get; set; } = [];

    public List<string> Hostnames { get; set; } = [];

    public List<RouteRule> Rules { get; set; } = [];
}

internal sealed record RouteRule
{
    public List<RouteMatch> Matches { get; set; } = [];

    public List<RouteFilter> Filters { get; set; } = [];

    public RouteTimeouts? Timeouts { get; set; }

    public List<RouteBackend> BackendRefs { get; set; } = [];
}

internal sealed record RouteMatch
{
    public RoutePath? Path { get; set; }
}

internal sealed record RoutePath
{
    public string Type { get; set; } = "";

    public string Value { get; set; } = "";
}

internal sealed record RouteFilter
{
    public string Type { get; set; } = "";

    public RouteRedirect? RequestRedirect { get; set; }
}

internal sealed record RouteRedirect
{
    public string? Scheme { get; set; }

    public int? StatusCode { get; set; }
}

internal sealed record RouteTimeouts
{
    public string? Request { get; set; }
}

internal sealed record RouteBackend
{
    public string Name { get; set; } = "";

    public int Port { get; set; }
}

internal sealed record Certificate : Manifest
{
    public CertificateSpec Spec { get; set; } = new();
}

internal sealed record CertificateSpec
{
    public string SecretName { get; set; } = "";

    [YamlMember(Alias = "isCA")]
    public bool? IsAuthority { get; set; }

    public string? CommonName { get; set; }

    public List<string> DnsNames { get; set; } = [];

    public string? Duration { get; set; }

    public string? RenewBefore { get; set; }

    public PrivateKey? PrivateKey { get; set; }

    public List<string> Usages { get; set; } = [];

    public Reference IssuerRef { get; set; } = new();
}

internal sealed record PrivateKey
{
    public string? Algorithm { get; set; }

    public int? Size { get; set; }

    public string? RotationPolicy { get; set; }
}

internal sealed record Issuer : Manifest
{
    public IssuerSpec Spec { get; set; } = new();
}

internal sealed record IssuerSpec
{
    public SelfSigned? SelfSigned { get; set; }

    public AuthorityIssuer? Ca { get; set; }
}

internal sealed record SelfSigned;

internal sealed record AuthorityIssuer
{
    public string SecretName { get; set; } = "";
}
