using Auctions.Grains.Postgres.Tests.Support;
using Auctions.Postgres.Tests;
using Auctions.Processes;

namespace Auctions.Grains.Postgres.Tests.Pods;

/// <summary>A silo as it runs in a pod, with an API server that is asked over the real client.</summary>
[Collection(nameof(Alone))]
[Trait("Category", "Long")]
public sealed class PodTests
{
    private const string Pods = $"/api/v1/namespaces/{ApiServer.Namespace}/pods";
    private const string Selector =
        $"labelSelector=orleans/serviceId={ApiServer.Service},orleans/clusterId={ApiServer.Cluster}";

    [Fact]
    public async Task A_silo_has_its_pods_name_and_watches_the_pods_of_its_cluster()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 1);
        await using var api = await ApiServer.StartAsync();
        await using var silo = await StartAsync(databases, api);
        await AreWatchedAsync(api);
        Assert.Equal(
            ApiServer.Pod,
            await Servers.ReadAsync<string>(
                databases.Meta, "select name from orleans.silo where status = 3"));
        Assert.Contains($"GET {Pods}/{ApiServer.Pod}", api.Asked);
        var lists = api.Asked.Where(asked => asked.Contains(Selector, StringComparison.Ordinal)).ToList();
        Assert.Contains(lists, asked => asked.Contains("watch=true", StringComparison.Ordinal));
        Assert.Contains(lists, asked => !asked.Contains("watch=true", StringComparison.Ordinal));

        // So get, list and watch of pods are all that its account needs.
        Assert.All(api.Asked, asked => Assert.StartsWith($"GET {Pods}", asked, StringComparison.Ordinal));
        Signals.SendTerminate(silo.Id);
        Assert.Equal(0, await silo.ExitAsync(Until.Patience));
    }

    [Fact]
    public async Task A_silo_that_may_not_see_pods_serves_and_watches_them_once_it_may()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 1);
        await using var api = await ApiServer.StartAsync();
        api.Forbids = true;
        await using var silo = await StartAsync(databases, api);
        await Until.TrueAsync(
            () => silo.Output.Contains("are not watched, which is tried again", StringComparison.Ordinal),
            "it says so");
        Assert.Contains("Forbidden", silo.Output, StringComparison.Ordinal);
        Assert.Contains("needs get, list and watch of pods", silo.Output, StringComparison.Ordinal);
        Assert.Empty(api.Asked);
        api.Forbids = false;
        await AreWatchedAsync(api);
    }

    [Fact]
    public async Task A_silo_that_may_read_pods_but_not_watch_them_says_so_and_watches_them_once_it_may()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 1);
        await using var api = await ApiServer.StartAsync();
        api.ForbidsWatching = true;
        await using var silo = await StartAsync(databases, api);
        await Until.TrueAsync(
            () => silo.Output.Contains("are not watched, which is tried again", StringComparison.Ordinal),
            "it says so");
        Assert.Contains("may read and list pods, but not watch them", silo.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("The pods of this cluster are watched", silo.Output, StringComparison.Ordinal);
        api.ForbidsWatching = false;
        await AreWatchedAsync(api);
    }

    [Theory]
    [InlineData("POD_NAME")]
    [InlineData("POD_NAMESPACE")]
    [InlineData("POD_IP")]
    [InlineData("ORLEANS_CLUSTER_ID")]
    public async Task What_a_pod_does_not_tell_its_silo_is_named(string variable)
    {
        await using var api = await ApiServer.StartAsync();
        var environment = api.Environment;
        environment.Remove(variable);
        await RefusesAsync($"{variable} is not set", "Development", [], environment);
    }

    [Theory]
    [InlineData("Silo:Address is 10.1.2.3, where whoever reaches this silo", "--Silo:Address", "10.1.2.3")]
    [InlineData("Cluster:Tls:KeyFile is not set", "--Cluster:Tls:CertificateFile", "/a", "--Cluster:Tls:AuthorityFile",
        "/b")]
    [InlineData("/a of Cluster:Tls cannot be read", "--Cluster:Tls:CertificateFile", "/a", "--Cluster:Tls:KeyFile",
        "/a", "--Cluster:Tls:AuthorityFile", "/a")]
    [InlineData("Nobody can listen on port 11111 of 10.1.2.3", "--Silo:Address", "10.1.2.3", "--Cluster:AllowPlain",
        "true")]
    public Task A_silo_on_a_network_starts_with_TLS_alone_unless_it_is_told_so(string told, params string[] options) =>
        RefusesAsync(told, "Production", options, []);

    [Fact]
    public Task A_pods_address_counts_as_one_on_a_network() => RefusesAsync(
        "Silo:Address is 10.1.2.3", "Production", [], new Dictionary<string, string> { ["POD_IP"] = "10.1.2.3" });

    [Fact]
    public Task A_cluster_with_two_names_is_refused() => RefusesAsync(
        "Cluster:ClusterId is a and ORLEANS_CLUSTER_ID is b",
        "Development",
        ["--Cluster:ClusterId", "a"],
        new Dictionary<string, string> { ["ORLEANS_CLUSTER_ID"] = "b" });

    // A try whether they may be ends by itself.
    private static Task AreWatchedAsync(ApiServer api) => Until.TrueAsync(
        () => api.Asked.Any(asked => asked.Contains("watch=true", StringComparison.Ordinal) &&
            !asked.Contains("timeoutSeconds", StringComparison.Ordinal)),
        "pods are watched");

    private static async Task RefusesAsync(
        string told, string where, string[] options, Dictionary<string, string> environment)
    {
        await using var silo = Start(where, options, environment);
        Assert.Equal(1, await silo.ExitAsync(Until.Patience));
        Assert.StartsWith("The silo cannot start: ", silo.Error, StringComparison.Ordinal);
        Assert.Contains(told, silo.Error, StringComparison.Ordinal);
    }

    private static async Task<ProgramProcess> StartAsync(StoreDatabases databases, ApiServer api)
    {
        var ports = FreePorts.Find(2);
        var silo = Start(
            "Development",
            [.. databases.Options, "--Silo:Port", $"{ports[0]}", "--Silo:GatewayPort", $"{ports[1]}"],
            api.Environment);
        try
        {
            await ClusterProcesses.ReadyAsync(await silo.UntilListeningAsync(Until.Patience));
            return silo;
        }
        catch
        {
            await silo.DisposeAsync();
            throw;
        }
    }

    private static ProgramProcess Start(
        string where, string[] options, IEnumerable<KeyValuePair<string, string>> environment) => ProgramProcess.Start(
            "Auctions.Silo",
            ["--urls", "http://127.0.0.1:0", .. options],
            [new("ASPNETCORE_ENVIRONMENT", where), .. environment]);
}
