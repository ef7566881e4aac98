using Auctions.Scenarios.Support;

namespace Auctions.Scenarios;

/// <summary>
/// Secrets stay inside: a maximum, a reserve and a person's name are in no public answer, feed or log. The secrets are
/// numbers and names that nothing else in the suite has.
/// </summary>
public abstract class SecrecyScenarios(IScenarioHost host) : Scenario(host)
{
    private const long LeaderMaximum = 771239854;
    private const long OutbidMaximum = 661128743;
    private const long RefusedAmount = 550017983;
    private const long Reserve = 881340965;

    private readonly List<string> _public = [];

    [Fact]
    public async Task A_secret_is_in_no_public_answer_feed_or_log()
    {
        // The leader's maximum meets no reserve, so no price can equal any of these.
        var (anna, bert, carl) = (Someone("annasecret"), Someone("bertsecret"), Someone("carlsecret"));
        var lot = await CreateAsync(("reserve", Reserve), ("softClose", Terms.SoftClose(7200, 7200, "from-now")));
        using var feed = await lot.WatchAsync();
        var watching = feed.RestAsync();

        await SeeAsync(lot.BidAsync(carl, 1000));
        await SeeAsync(lot.BidAsync(bert, OutbidMaximum, "annasecret-key"));
        await SeeAsync(lot.BidAsync(anna, LeaderMaximum, "annasecret-key"));
        await SeeAsync(lot.BidAsync(anna, LeaderMaximum, "annasecret-key"));
        await SeeAsync(lot.BidAsync(anna, RefusedAmount));
        await SeeAsync(lot.BidAsync(bert, RefusedAmount));
        await SeeAsync(lot.BidAsync(anna, LeaderMaximum + 1, "annasecret-key"));
        await SeeAsync(lot.BidAsync(bert, LeaderMaximum, "annasecret-key"));
        await SeeEverythingAsync(lot, carl);
        await SeeAsync(lot.DoAsync("pause"));
        await SeeAsync(lot.BidAsync(carl, LeaderMaximum));
        await SeeAsync(lot.DoAsync("resume"));
        await SeeAsync(lot.CloseAsync());
        await SeeEverythingAsync(lot, carl);
        await watching;
        _public.AddRange(feed.Received);

        AssertHidden(_public);
        AssertHidden(Host.ReadLog().Split('\n'));
        Assert.Contains($"{LeaderMaximum}", (await Api.ReadAsync("/v1/users/me/bids", anna)).Text);
    }

    [Fact]
    public async Task A_request_that_breaks_something_logs_no_secret()
    {
        var lot = await CreateAsync();
        string[] bodies =
        [
            $"{{\"amount\":{LeaderMaximum}", $"{{\"amount\":{LeaderMaximum},\"\\ud800\":1}}",
            $"{{\"amount\":{LeaderMaximum}.5}}",
            $"{{\"amount\":{LeaderMaximum},\"amount\":{LeaderMaximum}}}",
        ];
        foreach (var body in bodies)
        {
            var reply = await Api.SendAsync(
                HttpMethod.Post, $"{lot.Path}/bids", "annasecret", "annasecret-key", Api.Json(body));
            AssertHidden([reply.Is(400).Text]);
        }

        AssertHidden(Host.ReadLog().Split('\n'));
    }

    private static void AssertHidden(IReadOnlyCollection<string> texts)
    {
        foreach (var secret in (object[])[LeaderMaximum, OutbidMaximum, RefusedAmount, Reserve, "secret"])
        {
            Assert.DoesNotContain(texts, text => text.Contains($"{secret}"));
        }
    }

    private async Task SeeEverythingAsync(Lot lot, string bidder)
    {
        await SeeAsync(lot.ViewAsync());
        await SeeAsync(Api.GetAsync($"{lot.Path}/bids"));
        await SeeAsync(Api.GetAsync($"/v1/auctions?seller={lot.Seller}"));
        await SeeAsync(Api.GetAsync("/v1/users/me/bids", Someone("dora")));
        await SeeAsync(Api.GetAsync($"/auctions/{lot.Id}"));
        var own = await Api.GetAsync("/v1/users/me/bids", bidder);
        AssertHidden([own.Text]);
    }

    private async Task SeeAsync(Task<Reply> asking) => _public.Add((await asking).Text);
}
