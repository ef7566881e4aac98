using System.Text.RegularExpressions;
using Auctions.Scenarios.Support;

namespace Auctions.Server.Tests.Secrecy;

/// <summary>Looks at everything there is to look at.</summary>
internal sealed partial class LookingAround(IWalkedHost host, Sights sights, Cast cast)
{
    private const int Lookers = 6;

    private static readonly string[] Statuses =
        ["upcoming", "open", "closing", "sold", "unsold", "cancelled", "paused"];

    private Api Api => new(host.Url);

    /// <summary>Looks at every auction, list, page and probe, as several people.</summary>
    /// <param name="isQuiet">Whether nobody bids meanwhile: own bids do not say of which sequence they are.</param>
    public async Task LookAsync(bool isQuiet)
    {
        var looks = new List<Func<Task>>
        {
            () => LookAsync("OpenAPI", "/openapi/v1.json"), () => LookAsync("sell", "/sell"),
            () => LookAsync("hotspots", "/ops/hotspots", cast.Operator), () => LookAsync("probe", "/healthz/startup"),
            () => LookAsync("probe", "/healthz/live"), () => LookAsync("probe", "/healthz/ready"),
            () => LookAsync("scaling", "/internal/scaling", cast.Operator), () => LookAsync("nowhere", "/metrics"),
            () => LookAsync("own bids", "/v1/users/me/bids"),
            () => LookAsync("page", "/"), () => LookAtAssetsAsync("/"), () => LookAtListAsync("/v1/auctions?limit=5"),
        };
        looks.AddRange(Statuses.Select<string, Func<Task>>(status =>
            () => LookAtListAsync($"/v1/auctions?status={status}&limit=200&sort=closesAt")));
        looks.AddRange((isQuiet ? cast.Everyone : []).Select<Person, Func<Task>>(person =>
            () => LookAsync("own bids", "/v1/users/me/bids?limit=200", person, owner: person)));
        looks.AddRange(sights.Lots.Select<KnownLot, Func<Task>>(lot => () => LookAtAsync(lot)));
        looks.Add(() => LookAtAssetsAsync($"/auctions/{sights.Lots.First().Id}"));
        await Parallel.ForEachAsync(
            looks, new ParallelOptions { MaxDegreeOfParallelism = Lookers }, async (look, _) => await look());
    }

    private async Task LookAtAsync(KnownLot lot)
    {
        await LookAsync("view", lot.Path, lot: lot);
        await LookAsync("view", $"{lot.Path}?after={lot.State.Sequence}", cast.Stranger, lot);
        await LookAtPageAsync(lot);
        sights.Add("head", await Api.SendAsync(HttpMethod.Head, lot.Path), lot);
        sights.Add("options", await Api.SendAsync(HttpMethod.Options, lot.Path), lot);
        string? cursor = null;
        do
        {
            var page = await LookAsync(
                "history", $"{lot.Path}/bids?limit=9{(cursor is null ? "" : $"&cursor={cursor}")}", lot: lot);
            cursor = page.Is(200).String("nextCursor");
        }
        while (cursor is not null);
    }

    // Bids go on meanwhile, and a page may know one whose bidder has not been told yet. What it shows is public by the
    // sequence of the view that is read after it.
    private async Task LookAtPageAsync(KnownLot lot)
    {
        var page = await Eventually.IsAsync(
            () => Api.GetAsync($"/auctions/{lot.Id}"), told => told.Status != 503, Eventually.Deadline);
        var view = await LookAsync("view", lot.Path, lot: lot);
        sights.Add("page", page, lot, asOf: view.Is(200).Number("sequence"));
    }

    private async Task LookAtListAsync(string path)
    {
        string? cursor = null;
        do
        {
            var page = await LookAsync("list", cursor is null ? path : $"{path}&cursor={cursor}");
            cursor = page.Is(200).String("nextCursor");
            foreach (var item in page["items"].EnumerateArray().Take(1))
            {
                await LookAsync("list", $"/v1/auctions?seller={item.GetProperty("seller").GetString()}");
            }
        }
        while (cursor is not null);
    }

    // What a page loads, and what that loads.
    private async Task LookAtAssetsAsync(string page)
    {
        var (known, next) = (new HashSet<string>(), new Queue<string>([page]));
        while (next.TryDequeue(out var path))
        {
            var reply = await LookAsync(path == page ? "page" : "asset", path);
            reply.Is(200);
            foreach (var asset in Asset().Matches(reply.Text).Select(match => match.Groups[1].Value).Where(known.Add))
            {
                // By the name of no version, which is the same.
                next.Enqueue($"/assets/{asset}");
            }
        }

        Assert.NotEmpty(known);
    }

    private async Task<Reply> LookAsync(
        string channel, string path, Person? by = null, KnownLot? lot = null, Person? owner = null) =>
        await Eventually.IsAsync(
            async () => sights.Add(channel, await Api.GetAsync(path, by?.Call), lot, owner),
            told => told.Status != 503,
            Eventually.Deadline);

    [GeneratedRegex("""["'](?:/assets/[0-9a-f]+/|\./)([a-z0-9._-]+\.[a-z]+)["']""")]
    private static partial Regex Asset();
}
