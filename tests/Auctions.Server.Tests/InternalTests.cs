using Auctions.Processes;
using Auctions.Scenarios.Support;
using Auctions.Server.Tests.Support;

namespace Auctions.Server.Tests;

/// <summary>The address for the cluster's inside: what is there, what is not, and who may ask elsewhere.</summary>
[Trait("Category", "Long")]
public sealed class InternalTests
{
    [Fact]
    public async Task Probes_and_figures_need_no_token_at_the_internal_address_and_nothing_else_is_there()
    {
        using var data = new DataDirectory();
        var port = FreePorts.Find(1)[0];
        await using var server = await ServerProcess.StartInAsync(
            "Production",
            data.Path,
            "--Auth:Authority", "https://id.example.org",
            "--Auth:Audience", "auctions",
            "--Storage:Migrate", "true",
            "--Scaling:SilosMin", "4",
            "--Internal:Url", $"http://127.0.0.1:{port}");
        var inside = new Api(new Uri($"http://127.0.0.1:{port}"));

        (await inside.GetAsync("/healthz/ready")).Is(200);
        var figure = await Eventually.IsAsync(
            () => inside.GetAsync("/internal/scaling"), reply => reply.Status == 200, Eventually.Deadline);
        Assert.Equal((4, 0, 1), (figure.Number("silos"), figure.Number("closing"), figure.Number("processes")));
        Assert.False(figure["isStale"].GetBoolean());
        foreach (var path in (string[])["/", "/v1/auctions", "/ops/hotspots", "/openapi/v1.json", "/internals"])
        {
            (await inside.GetAsync(path)).Is(404, "not-found");
        }

        // Whatever a request says of itself, at a public address it is nobody's own.
        (await server.Api.GetAsync("/internal/scaling")).Is(401, "token-missing");
        using var http = new HttpClient();
        using var pretends = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, "/internal/scaling"));
        pretends.Headers.Host = $"127.0.0.1:{port}";
        using var answer = await http.SendAsync(pretends);
        Assert.Equal(401, (int)answer.StatusCode);
        (await server.Api.GetAsync("/v1/auctions")).Is(200);
    }

    [Fact]
    public async Task What_closes_counts_before_anybody_bids_or_has_it_in_memory()
    {
        using var data = new DataDirectory();
        await using (var before = await ServerProcess.StartAsync(data.Path))
        {
            await Lot.CreateAsync(before.Api, "sally", ("closesAt", DateTimeOffset.UtcNow.AddMinutes(10)));
            await before.StopAsync();
        }

        await using var server = await ServerProcess.StartAsync(data.Path);

        await Eventually.IsAsync(
            () => server.Api.GetAsync("/internal/scaling", "operator"),
            reply => reply.Status == 200 && reply.Number("closing") == 1,
            Eventually.Deadline);
    }

    [Fact]
    public async Task Without_reports_there_is_no_figure_rather_than_a_wrong_one()
    {
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(data.Path, "--Hotspots:Enabled", "false");

        var refused = (await server.Api.GetAsync("/internal/scaling", "operator")).Is(503, "scaling-unknown");

        Assert.Equal("5", refused.Header("Retry-After"));
        Assert.Contains("Hotspots:Enabled", refused.String("detail"));
    }
}
