using System.Security.Cryptography.X509Certificates;
using Auctions.Cli.Doctor;
using Auctions.Cli.Tests.Support;
using Auctions.Scenarios.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Auctions.Cli.Tests.Doctor;

/// <summary>What a pod lacks for Orleans, asked of an API server that stands for Kubernetes' own.</summary>
public sealed class KubernetesCheckTests : IAsyncLifetime, IDisposable
{
    private readonly IssuedFiles _authority = new();
    private readonly Dictionary<string, string> _labels = new()
    {
        ["orleans/serviceId"] = "auctions",
        ["orleans/clusterId"] = "green",
    };

    private int _status = 200;
    private LocalServer _api = null!;

    public async Task InitializeAsync()
    {
        var (certificateFile, keyFile) = _authority.Issue();
        _api = await LocalServer.StartAsync(
            app =>
            {
                app.MapGet("/api/v1/namespaces/shop/pods", () => Results.Json(new { items = Array.Empty<int>() }));
                app.MapGet("/api/v1/namespaces/shop/pods/silo-1", (HttpRequest request) =>
                    request.Headers.Authorization != "Bearer of-the-pod" ? Results.StatusCode(401)
                    : _status != 200 ? Results.StatusCode(_status)
                    : Results.Json(new { metadata = new { labels = _labels } }));
            },
            X509Certificate2.CreateFromPemFile(certificateFile, keyFile));
        await File.WriteAllTextAsync(Path.Combine(_authority.Directory, "token"), "of-the-pod\n");
    }

    public Task DisposeAsync() => _api.DisposeAsync().AsTask();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task A_pod_that_has_all_is_well()
    {
        var findings = await CheckAsync(Silo());

        findings.AreWell();
        Assert.Contains("variables, labels and rights", Assert.Single(findings).Found);
    }

    [Theory]
    [InlineData("POD_NAME", "metadata.name")]
    [InlineData("POD_NAMESPACE", "metadata.namespace")]
    [InlineData("POD_IP", "status.podIP")]
    [InlineData("ORLEANS_SERVICE_ID", "metadata.labels['orleans/serviceId']")]
    [InlineData("ORLEANS_CLUSTER_ID", "metadata.labels['orleans/clusterId']")]
    public async Task A_variable_that_is_missing_is_a_fault(string variable, string source) =>
        (await CheckAsync(Silo(without: variable))).Worst().Is(Severity.Fault, $"{variable} is not set", source);

    [Fact]
    public async Task A_front_end_needs_the_names_alone()
    {
        (await CheckAsync(FrontEnd(("ORLEANS_SERVICE_ID", "auctions"), ("ORLEANS_CLUSTER_ID", "green")))).AreWell();
        (await CheckAsync(FrontEnd(("ORLEANS_SERVICE_ID", "auctions")))).Worst()
            .Is(Severity.Fault, "ORLEANS_CLUSTER_ID is not set", "what the silos have");
    }

    [Fact]
    public async Task A_key_that_says_something_else_is_a_fault() =>
        (await CheckAsync(Silo(("Cluster:ClusterId", "blue")))).Worst()
            .Is(Severity.Fault, "ORLEANS_CLUSTER_ID is green, and Cluster:ClusterId is blue", "Cluster:ClusterId out");

    [Fact]
    public async Task A_label_that_says_something_else_or_nothing_is_a_fault()
    {
        _labels["orleans/clusterId"] = "blue";
        (await CheckAsync(Silo())).Worst().Is(Severity.Fault, "orleans/clusterId is blue", "pod template");
        _labels.Remove("orleans/clusterId");
        (await CheckAsync(Silo())).Worst().Is(Severity.Fault, "orleans/clusterId is missing", "pod template");
    }

    [Fact]
    public async Task A_pod_without_rights_is_a_fault()
    {
        _status = 403;

        (await CheckAsync(Silo())).Worst().Is(Severity.Fault, "may not look at pods", "get, list and watch");
    }

    [Fact]
    public async Task A_pod_without_an_account_is_a_fault()
    {
        File.Delete(Path.Combine(_authority.Directory, "token"));

        (await CheckAsync(Silo())).Worst().Is(Severity.Fault, "has no account", "automountServiceAccountToken");
    }

    [Fact]
    public async Task An_API_server_of_another_authority_is_not_believed()
    {
        using var other = new IssuedFiles();
        File.Copy(other.AuthorityFile, _authority.AuthorityFile, overwrite: true);

        (await CheckAsync(Silo())).Worst().Is(Severity.Fault, "cannot be asked", "NetworkPolicy");
    }

    [Fact]
    public async Task Where_pods_are_not_watched_nobody_is_asked()
    {
        _status = 403;

        (await CheckAsync(Silo(("Kubernetes:Hosting", "false")))).AreWell();
    }

    [Fact]
    public async Task Elsewhere_there_is_nothing_to_look_at() =>
        Assert.Empty(await CheckAsync(Patients.Of(ProgramKind.Silo)));

    private Task<IReadOnlyList<Finding>> CheckAsync(Patient patient) =>
        KubernetesCheck.RunAsync(patient, _authority.Directory, default);

    private Patient Silo(params (string Key, string Value)[] more) => Silo(null, more);

    private Patient Silo(string? without, params (string Key, string Value)[] more)
    {
        var api = new Uri(_api.Address);
        (string Key, string Value)[] all =
        [
            ("KUBERNETES_SERVICE_HOST", api.Host), ("KUBERNETES_SERVICE_PORT", $"{api.Port}"),
            ("POD_NAME", "silo-1"), ("POD_NAMESPACE", "shop"), ("POD_IP", "10.0.0.1"),
            ("ORLEANS_SERVICE_ID", "auctions"), ("ORLEANS_CLUSTER_ID", "green"),
            .. more,
        ];
        return Patients.Of(ProgramKind.Silo, [.. all.Where(one => one.Key != without)]);
    }

    private static Patient FrontEnd(params (string Key, string Value)[] set) =>
        Patients.Of(ProgramKind.FrontEnd, [("KUBERNETES_SERVICE_HOST", "10.0.0.2"), .. set]);
}
