using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Auctions.Scenarios.Support;

namespace Auctions.Scenarios;

/// <summary>The OpenAPI document and the pages.</summary>
public abstract partial class DocumentScenarios(IScenarioHost host) : Scenario(host)
{
    private static readonly string[] Routes =
    [
        "GET /healthz/live", "GET /healthz/ready", "GET /healthz/startup",
        "GET /internal/scaling",
        "GET /ops/hotspots", "GET /ops/hotspots/history", "GET /ops/hotspots/live",
        "GET /v1/auctions", "GET /v1/auctions/{id}", "GET /v1/auctions/{id}/bids", "GET /v1/auctions/{id}/live",
        "GET /v1/users/me/bids",
        "POST /ops/hotspots/remedies",
        "POST /v1/auctions", "POST /v1/auctions/{id}/bids", "POST /v1/auctions/{id}/buy-it-now",
        "POST /v1/auctions/{id}/cancel", "POST /v1/auctions/{id}/close", "POST /v1/auctions/{id}/extend",
        "POST /v1/auctions/{id}/pause", "POST /v1/auctions/{id}/resume",
        "PUT /v1/auctions/{id}/reserve",
    ];

    [Fact]
    public async Task The_OpenAPI_document_lists_every_route_of_the_API()
    {
        var document = await Api.GetAsync("/openapi/v1.json");

        Assert.Equal(
            Routes,
            document.Is(200)["paths"].EnumerateObject()
                .SelectMany(path => path.Value.EnumerateObject()
                    .Select(call => $"{call.Name.ToUpperInvariant()} {path.Name}"))
                .Order(StringComparer.Ordinal));
        Assert.StartsWith("3.", document.String("openapi"));
    }

    [Fact]
    public async Task The_OpenAPI_document_says_what_a_bid_takes_and_answers()
    {
        var bid = (await Api.GetAsync("/openapi/v1.json"))["paths"]
            .GetProperty("/v1/auctions/{id}/bids").GetProperty("post");

        Assert.True(bid.GetProperty("requestBody").GetProperty("content").TryGetProperty("application/json", out _));
        Assert.Equal(
            ["201", "400", "401", "403", "404", "408", "409", "413", "415", "422", "429", "503"],
            bid.GetProperty("responses").EnumerateObject().Select(response => response.Name)
                .Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("buy-it-now")]
    [InlineData("close")]
    [InlineData("extend")]
    public async Task The_OpenAPI_document_says_that_a_call_may_refuse_its_body(string action)
    {
        var responses = (await Api.GetAsync("/openapi/v1.json"))["paths"]
            .GetProperty($"/v1/auctions/{{id}}/{action}").GetProperty("post").GetProperty("responses");

        Assert.All(["400", "413", "415"], status => Assert.True(responses.TryGetProperty(status, out _), status));
    }

    [Theory]
    [InlineData("/v1/auctions", "cursor limit search seller sort status")]
    [InlineData("/v1/auctions/{id}/bids", "after cursor id limit")]
    [InlineData("/v1/users/me/bids", "auction cursor limit")]
    public async Task The_OpenAPI_document_says_what_a_list_can_be_asked(string path, string parameters)
    {
        var list = (await Api.GetAsync("/openapi/v1.json"))["paths"].GetProperty(path).GetProperty("get");

        Assert.Equal(
            parameters,
            string.Join(' ', list.GetProperty("parameters").EnumerateArray()
                .Select(parameter => parameter.GetProperty("name").GetString()).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task The_OpenAPI_document_says_that_a_feed_may_be_over() => Assert.True(
        (await Api.GetAsync("/openapi/v1.json"))["paths"].GetProperty("/v1/auctions/{id}/live").GetProperty("get")
            .GetProperty("responses").TryGetProperty("204", out _));

    [Theory]
    [InlineData("/")]
    [InlineData("/sell")]
    [InlineData("/auctions/LOT")]
    public async Task A_page_loads_only_what_is_served_here(string path)
    {
        var page = await GetPageAsync(path.Replace("LOT", (await CreateAsync()).Id, StringComparison.Ordinal));

        Assert.Equal("text/html", page.Is(200).ContentType);
        var assets = Assets().Matches(page.Text).Select(match => match.Groups[1].Value)
            .Where(asset => asset.StartsWith("/assets/", StringComparison.Ordinal)).ToHashSet();
        Assert.NotEmpty(assets);
        foreach (var asset in assets)
        {
            Assert.NotEmpty((await GetPageAsync(asset)).Is(200).Text);
        }

        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", page.Text);
        Assert.DoesNotMatch("<script(?![^>]*src=)|<style|\\son\\w+=|\\sstyle=", page.Text);
    }

    [Fact]
    public async Task What_a_page_loads_is_kept_by_browsers_under_the_name_of_its_version()
    {
        var page = await GetPageAsync("/");
        var asset = Assets().Matches(page.Text).Select(match => match.Groups[1].Value)
            .First(address => address.EndsWith(".css", StringComparison.Ordinal));

        var versioned = await GetPageAsync(asset);
        var another = await GetPageAsync("/assets/another/site.css");

        var again = await Api.SendAsync(HttpMethod.Get, asset, more: request =>
            request.Headers.TryAddWithoutValidation("If-None-Match", versioned.Header("ETag")));

        Assert.Equal(304, again.Status);
        Assert.Contains("immutable", versioned.Is(200).Header("Cache-Control"));
        Assert.Equal(("no-cache", versioned.Text), (another.Is(200).Header("Cache-Control"), another.Text));
        Assert.Equal("no-cache", page.Header("Cache-Control"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("auction_token=of-somebody")]
    public async Task A_page_that_everybody_loads_at_once_is_not_rendered_for_each(string? cookie)
    {
        var lot = await CreateAsync();

        var page = await Eventually.IsAsync(
            () => Api.SendAsync(HttpMethod.Get, $"/auctions/{lot.Id}", more: request =>
            {
                if (cookie is not null)
                {
                    request.Headers.TryAddWithoutValidation("Cookie", cookie);
                }
            }),
            page => page.Header("Age") is not null,
            Eventually.Deadline);

        Assert.Contains("Lamp", page.Is(200).Text);
    }

    [Fact]
    public async Task A_page_says_without_a_script_what_there_is_to_know()
    {
        var title = $"Chair & \"<i>table</i>\" {Guid.NewGuid():N}";
        const string Seller = "<i>sally</i>";
        var lot = await Lot.CreateAsync(Api, Seller, ("title", title));
        await lot.BidAsync("anna", 5000);

        // A page says what could not be read in time, and does without it.
        var page = await UntilItSaysAsync($"/auctions/{lot.Id}", "<td>Bidder 1</td>");
        var list = await UntilItSaysAsync($"/?search={title[^32..]}", "$9.99");

        // Encoded once is not encoded everywhere.
        Assert.All([page, list], each => Assert.Contains(Encoded(title), each.Is(200).Text));
        Assert.All([page, list], each => Assert.Contains(Encoded(Seller), each.Text));
        Assert.All([page, list], each => Assert.DoesNotContain("<i>", each.Text));
        Assert.All([page, list], each => Assert.Contains("$9.99", each.Text));
    }

    [Fact]
    public async Task A_page_says_what_was_searched_for_and_not_as_markup()
    {
        var search = $"\"<i>{Guid.NewGuid():N}</i>\"";

        var list = await GetPageAsync($"/?search={Uri.EscapeDataString(search)}");

        Assert.Contains(Encoded(search), list.Is(200).Text);
        Assert.DoesNotContain("<i>", list.Text);
    }

    [Theory]
    [InlineData("01a203bf-eeff-7e03-9118-a5a246cf7d19")]
    [InlineData("nothing")]
    public async Task A_page_of_no_auction_says_so(string id)
    {
        var page = await Api.SendAsync(HttpMethod.Get, $"/auctions/{id}", more: request =>
            request.Headers.TryAddWithoutValidation("Accept", "text/html,*/*"));
        var problem = await Api.GetAsync($"/auctions/{id}");

        Assert.Contains("There is no auction at this address.", page.Is(404).Text);
        Assert.DoesNotContain("<script", page.Text);
        problem.Is(404, "unknown-auction");
    }

    private Task<Reply> GetPageAsync(string path) => Api.GetAsync(path);

    private Task<Reply> UntilItSaysAsync(string path, string text) => Eventually.IsAsync(
        () => GetPageAsync(path),
        page => page.Status == 200 && page.Text.Contains(text, StringComparison.Ordinal),
        Eventually.Deadline);

    private static string Encoded(string text) => HtmlEncoder.Default.Encode(text);

    [GeneratedRegex("(?:src|href)=\"([^\"]+)\"")]
    private static partial Regex Assets();
}
