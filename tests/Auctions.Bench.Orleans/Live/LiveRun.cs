using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Auctions.Bench.Cluster.Processes;
using Auctions.Bench.Reporting;
using Auctions.Bench.Subjects;
using Auctions.Core;
using Auctions.Measuring;

namespace Auctions.Bench.Cluster.Live;

/// <summary>
/// Places bids through one front end and watches them through another, with pauses longer than those in which a page's
/// views are conflated.
/// </summary>
internal sealed class LiveRun(LiveOptions options)
{
    private const int PauseLeastMs = 300;
    private const int PauseMostMs = 700;
    private const int Seed = 1;
    private const int BiddersInTurn = 2;

    private static readonly TimeSpan SeenMax = TimeSpan.FromSeconds(30);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <exception cref="MeasurementException">A bid is refused, or never seen.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var settings = new Settings(
        [
            .. ClusterSettings.Machine(options.Store, options.Shards),
            new("live", $"{options.Bids:N0} bids over HTTP through one front end, {PauseLeastMs} to {PauseMostMs} ms " +
                "apart; a page on another front end sees them by server-sent events"),
        ]);
        Console.WriteLine(settings.ToText());
        var standings = new List<LiveStanding>();
        await using (var keeper = new ClusterKeeper(options.Store.Postgres, options.Shards))
        {
            foreach (var silos in options.Silos)
            {
                standings.AddRange(await MeasureAsync(await keeper.GetAsync(silos, cancellation), cancellation));
            }
        }

        Console.WriteLine(LiveStanding.ToText(standings));
        if (options.Json is { } file)
        {
            var all = new { settings = settings.Lines.ToDictionary(), live = standings };
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(all, Json), cancellation);
        }
    }

    private async Task<LiveStanding[]> MeasureAsync(ClusterProcesses cluster, CancellationToken cancellation)
    {
        var fronts = await cluster.StartFrontEndsAsync(2, cancellation);
        var auction = (await BenchEngine.CreateAsync(cluster.Auctions, 1, cancellation))[0];
        using var watched = new HttpClient { BaseAddress = fronts[0].Url };
        using var bid = new HttpClient { BaseAddress = fronts[1].Url };
        await using var page = new LivePage(watched, auction);
        await SeenAsync(page, 1, cancellation);
        Histogram answered = new(), seen = new(), shown = new();
        var random = new Random(Seed);
        for (var amount = 1; amount <= options.Bids; amount++)
        {
            await Task.Delay(random.Next(PauseLeastMs, PauseMostMs + 1), cancellation);
            var sentAt = Stopwatch.GetTimestamp();
            var sequence = await BidAsync(bid, auction, amount, cancellation);
            var answeredAt = Stopwatch.GetTimestamp();
            var seenAt = await SeenAsync(page, sequence, cancellation);
            answered.Record(Microseconds(sentAt, answeredAt));
            seen.Record(Microseconds(sentAt, seenAt));

            // The page may be faster than the answer.
            shown.Record(Math.Max(0, Microseconds(answeredAt, seenAt)));
        }

        return
        [
            LiveStanding.Of(cluster.SiloCount, "sent to answered", answered),
            LiveStanding.Of(cluster.SiloCount, "sent to seen", seen),
            LiveStanding.Of(cluster.SiloCount, "answered to seen", shown),
        ];
    }

    private static async Task<long> SeenAsync(LivePage page, long sequence, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(SeenMax);
        try
        {
            return await page.SeenAsync(sequence, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new MeasurementException($"Sequence {sequence} was not seen within {SeenMax.TotalSeconds:0} s.");
        }
    }

    private static async Task<long> BidAsync(
        HttpClient http, AuctionId auction, int amount, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/auctions/{auction}/bids");
        request.Headers.Add("X-User", $"bidder-{amount % BiddersInTurn}");
        request.Headers.Add("Idempotency-Key", $"{Guid.NewGuid()}");
        request.Content = JsonContent.Create(new { amount });
        using var answer = await http.SendAsync(request, cancellation);
        var body = await answer.Content.ReadAsStringAsync(cancellation);
        if (!answer.IsSuccessStatusCode)
        {
            throw new MeasurementException($"A bid was answered {(int)answer.StatusCode}: {body}");
        }

        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("sequence").GetInt64();
    }

    private static long Microseconds(long from, long until) =>
        (long)Stopwatch.GetElapsedTime(from, until).TotalMicroseconds;
}
