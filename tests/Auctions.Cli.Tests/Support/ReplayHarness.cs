using Auctions.Cli.Replay;

namespace Auctions.Cli.Tests.Support;

/// <summary>Replays against a fake API, on a clock on which waiting takes no time.</summary>
public abstract class ReplayHarness : IAsyncLifetime
{
    internal FakeApi Api { get; private set; } = null!;

    internal LeapingTime Time { get; } = new();

    public async Task InitializeAsync() => Api = await FakeApi.StartAsync();

    public async Task DisposeAsync() => await Api.DisposeAsync();

    internal Task<ReplayReport> ReplayAsync(
        string csv, int parallel = 4, string? run = null, string? token = null, TimeSpan? answerTimeout = null) =>
        ReplayAsync(Csv.Read(csv), parallel, run, token, answerTimeout);

    internal async Task<ReplayReport> ReplayAsync(
        BidFile file, int parallel, string? run = null, string? token = null, TimeSpan? answerTimeout = null)
    {
        var counts = new ReplayCounts();
        using var http = AuctionClient.Connect(Api.Url, parallel);
        http.Timeout = answerTimeout ?? http.Timeout;
        var tokens = token is null ? null : BearerTokens.ForEveryone(token);
        var client = new AuctionClient(new PatientSender(http, Time, counts), tokens);
        return await new Replayer(file, RunKeys.Of(file, run), client, parallel, counts, Time).RunAsync(default);
    }
}
