using k8s;
using k8s.Authentication;
using Orleans.Hosting.Kubernetes;
using System.Security.Cryptography.X509Certificates;

namespace Auctions.Silo.Pods;

/// <summary>
/// A silo in a pod of Kubernetes: it has the pod's name, and a silo whose pod is deleted is voted out.
/// </summary>
internal static class PodHosting
{
    private const string HostKey = "KUBERNETES_SERVICE_HOST", PortKey = "KUBERNETES_SERVICE_PORT";
    private const string SwitchKey = "Kubernetes:Hosting", AccountKey = "Kubernetes:ServiceAccountDirectory";
    private const string Account = "/var/run/secrets/kubernetes.io/serviceaccount";

    private static readonly string[] Variables =
    [
        KubernetesHostingOptions.PodNameEnvironmentVariable,
        KubernetesHostingOptions.PodNamespaceEnvironmentVariable,
        KubernetesHostingOptions.PodIPEnvironmentVariable,
        KubernetesHostingOptions.ServiceIdEnvironmentVariable,
        KubernetesHostingOptions.ClusterIdEnvironmentVariable,
    ];

    /// <summary>Sets a silo up for it, if it runs there and the configuration does not say otherwise.</summary>
    /// <exception cref="InvalidOperationException">The pod does not tell its silo what it must know.</exception>
    public static void Use(ISiloBuilder silo, IConfiguration configuration)
    {
        if (configuration[HostKey] is not { Length: > 0 } host)
        {
            return;
        }

        // Also where pods are not watched: the first silo that watches them votes out all that no pod is called like.
        if (configuration[KubernetesHostingOptions.PodNameEnvironmentVariable] is { Length: > 0 } pod)
        {
            silo.Configure<Orleans.Configuration.SiloOptions>(options => options.SiloName = pod);
        }

        if (!configuration.GetValue(SwitchKey, true))
        {
            return;
        }

        // Orleans reads the environment itself.
        var missing = Variables.Where(name => string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(name)));
        if (missing.ToList() is { Count: > 0 } unset)
        {
            throw new InvalidOperationException(
                $"On Kubernetes the environment must tell a silo its {string.Join(", ", Variables)}; " +
                $"{string.Join(", ", unset)} is not set. Take them from the pod's metadata, its status.podIP and its " +
                $"labels, or set {SwitchKey} to false.");
        }

        silo.UseKubernetesHosting(options => options.Configure(hosting => hosting.GetClientConfiguration =
            () => ApiServer(host, configuration[PortKey], configuration[AccountKey] ?? Account)));

        // As it is, no silo would be active before it may read pods, and would ask for it without a pause.
        silo.Services.Remove(silo.Services.Single(
            service => service.ImplementationType == typeof(KubernetesClusterAgent)));
        silo.Services.AddSingleton<KubernetesClusterAgent>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, PodWatch>();
    }

    private static KubernetesClientConfiguration ApiServer(string host, string? port, string account)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(Path.Combine(account, "ca.crt"));
        return new KubernetesClientConfiguration
        {
            Host = $"{new UriBuilder("https", host, int.TryParse(port, out var number) ? number : 443)}",
            TokenProvider = new TokenFileAuth(Path.Combine(account, "token")),
            SslCaCerts = authorities,
        };
    }
}
