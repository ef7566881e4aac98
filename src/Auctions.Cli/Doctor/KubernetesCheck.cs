using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Auctions.Cli.Doctor;

/// <summary>
/// A pod of the cluster: the variables and labels by which Orleans knows it, and the rights that it needs for that.
/// Names of variables and labels are those of Microsoft.Orleans.Hosting.Kubernetes 10.
/// </summary>
internal static class KubernetesCheck
{
    private const string Area = "Kubernetes";
    private const string ServiceId = "ORLEANS_SERVICE_ID", ClusterId = "ORLEANS_CLUSTER_ID";

    private static readonly (string Variable, string Source)[] OfPod =
    [
        ("POD_NAME", "metadata.name"), ("POD_NAMESPACE", "metadata.namespace"), ("POD_IP", "status.podIP"),
    ];

    private static readonly (string Variable, string Key, string Label)[] Names =
    [
        (ServiceId, "Cluster:ServiceId", "orleans/serviceId"), (ClusterId, "Cluster:ClusterId", "orleans/clusterId"),
    ];

    /// <summary>Where a pod finds its own account.</summary>
    public static string AccountDirectoryDefault => "/var/run/secrets/kubernetes.io/serviceaccount";

    public static async Task<IReadOnlyList<Finding>> RunAsync(
        Patient patient, string accountDirectory, CancellationToken cancellation)
    {
        if (!patient.IsInKubernetes || !patient.IsInCluster)
        {
            return [];
        }

        var findings = OfEnvironment(patient).ToList();
        if (patient.Program == ProgramKind.Silo && findings.Count == 0 && !IsHostingOff(patient))
        {
            findings.AddRange(await OfAccountAsync(patient, accountDirectory, cancellation));
        }

        return findings.Count > 0 ? findings : [Finding.Ok(Area, "the pod has the variables of Orleans.")];
    }

    private static bool IsHostingOff(Patient patient) =>
        bool.TryParse(patient.Setting("Kubernetes:Hosting"), out var hosting) && !hosting;

    private static IEnumerable<Finding> OfEnvironment(Patient patient)
    {
        if (patient.Program == ProgramKind.Silo)
        {
            foreach (var (variable, source) in OfPod.Where(needed => !IsSet(patient, needed.Variable)))
            {
                yield return Finding.Fault(
                    Area, $"{variable} is not set.", $"Set it by fieldRef: fieldPath: {source} in the Deployment.");
            }
        }

        foreach (var (variable, key, label) in Names)
        {
            if (!IsSet(patient, variable))
            {
                yield return Finding.Fault(
                    Area,
                    $"{variable} is not set.",
                    patient.Program == ProgramKind.Silo
                        ? $"Set it by fieldRef: fieldPath: metadata.labels['{label}']."
                        : "Set it to what the silos have.");
            }
            else if (patient.Setting(key) is { } named && named != patient.Environment[variable])
            {
                yield return Finding.Fault(
                    Area,
                    $"{variable} is {patient.Environment[variable]}, and {key} is {named}.",
                    $"Take {key} out: in Kubernetes the label decides.");
            }
        }
    }

    private static bool IsSet(Patient patient, string variable) =>
        !string.IsNullOrEmpty(patient.Environment.GetValueOrDefault(variable));

    private static async Task<IReadOnlyList<Finding>> OfAccountAsync(
        Patient patient, string directory, CancellationToken cancellation)
    {
        try
        {
            using var http = Connect(directory);
            var token = await File.ReadAllTextAsync(Path.Combine(directory, "token"), cancellation);
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
            return await AskAsync(patient, http, cancellation);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return
            [
                Finding.Fault(
                    Area,
                    $"the pod has no account: {failed.Message}",
                    "Give silos a ServiceAccount and automountServiceAccountToken: true."),
            ];
        }
        catch (Exception failed) when (NoAnswer.Is(failed, cancellation) || failed is CryptographicException)
        {
            return
            [
                Finding.Fault(
                    Area,
                    $"the API server cannot be asked: {failed.Message}",
                    "Let silos reach it: a NetworkPolicy may forbid it."),
            ];
        }
    }

    private static async Task<IReadOnlyList<Finding>> AskAsync(
        Patient patient, HttpClient http, CancellationToken cancellation)
    {
        var environment = patient.Environment;
        var port = int.TryParse(environment.GetValueOrDefault("KUBERNETES_SERVICE_PORT"), out var set) ? set : 443;
        var server = new UriBuilder("https", environment["KUBERNETES_SERVICE_HOST"], port).Uri;
        var pods = new Uri(server, $"api/v1/namespaces/{Uri.EscapeDataString(environment["POD_NAMESPACE"])}/pods");
        var selector = Uri.EscapeDataString(
            $"orleans/serviceId={environment[ServiceId]},orleans/clusterId={environment[ClusterId]}");
        using var listed = await http.GetAsync(new Uri($"{pods}?labelSelector={selector}"), cancellation);
        using var watched = await http.GetAsync(
            new Uri($"{pods}?labelSelector={selector}&watch=true&timeoutSeconds=1"),
            HttpCompletionOption.ResponseHeadersRead,
            cancellation);
        using var answer = await http.GetAsync(
            new Uri($"{pods}/{Uri.EscapeDataString(environment["POD_NAME"])}"), cancellation);
        HttpResponseMessage[] all = [listed, watched, answer];
        if (all.Any(one => one.StatusCode == HttpStatusCode.Forbidden))
        {
            return
            [
                Finding.Fault(
                    Area,
                    "the silo may not look at pods: Orleans would ask again and again in vain.",
                    "Bind a Role with get, list and watch on pods to its ServiceAccount."),
            ];
        }

        Array.ForEach(all, one => one.EnsureSuccessStatusCode());
        var pod = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        var labels = pod.GetProperty("metadata").TryGetProperty("labels", out var named) ? named : default;
        var findings = Names
            .Select(name => (name, Value: labels.ValueKind == JsonValueKind.Object &&
                labels.TryGetProperty(name.Label, out var label) ? label.GetString() : null))
            .Where(pair => pair.Value != environment[pair.name.Variable])
            .Select(pair => Finding.Fault(
                Area,
                $"the pod's label {pair.name.Label} is {pair.Value ?? "missing"}, and {pair.name.Variable} is " +
                $"{environment[pair.name.Variable]}.",
                "Set the label in the pod template, and the variable from it."))
            .ToList();
        return findings.Count > 0
            ? findings
            : [Finding.Ok(Area, "the pod has the variables, labels and rights of Orleans.")];
    }

    // The API server's certificate is of the cluster's own authority.
    private static HttpClient Connect(string directory)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(Path.Combine(directory, "ca.crt"));
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        return new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(5) };
    }
}
