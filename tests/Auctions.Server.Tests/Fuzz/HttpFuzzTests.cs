using System.Diagnostics;
using System.Text.RegularExpressions;
using Auctions.Scenarios.Support;
using Auctions.Server.Tests.Support;
using Auctions.Testing;
using Xunit.Abstractions;

namespace Auctions.Server.Tests.Fuzz;

/// <summary>
/// Ten thousand requests that are malformed, oversized, absurd or out of order, most of them by an HTTP library, the
/// others as bytes over a socket. Each run draws its own; a failure says how to draw the same again.
/// </summary>
[Trait("Category", "Long")]
public sealed partial class HttpFuzzTests(ITestOutputHelper output)
{
    private const int Senders = 8;
    private const int RawSenders = 4;
    private const int WarmUpPerSender = 75;
    private const int RequestsPerSender = 1_000;
    private const int RequestsPerRawSender = 350;
    private const int Total =
        (Senders * (WarmUpPerSender + RequestsPerSender)) + (RawSenders * RequestsPerRawSender);

    private const long GrowthBytesMax = 200L * 1024 * 1024;
    private const int FaultsShown = 12;
    private const int KindLength = 100;

    // A run that does not come by these shows little.
    private static readonly string[] ToBeSeen =
    [
        "200", "201", "400", "401", "404", "405", "409", "413", "414", "415", "422", "431",
        "invalid", "idempotency-key-missing", "idempotency-key-invalid", "idempotency-key-reused", "below-minimum",
        "closed", "own-auction", "unknown-auction", "not-found", "method-not-allowed", "token-missing", "too-large",
        "unsupported-media-type", "not-seller",
    ];

    [Fact]
    public async Task Whatever_is_sent_every_answer_is_a_documented_one_and_the_server_goes_on()
    {
        var seed = Seed.OfThisRun;
        output.WriteLine(Seed.Repeat(seed));
        using var data = new DataDirectory();
        await using var tokens = await TokenAuthority.StartAsync();
        await using (var server = await ServerProcess.StartAsync(
            data.Path, "--Auth:Authority", tokens.Issuer, "--Auth:Audience", TokenAuthority.Audience))
        {
            var run = await RunAsync(server, data.Path, seed);
            foreach (var line in server.Output.Split('\n').Where(line => FailLine().IsMatch(line)))
            {
                run.AddFault("", $"The server logged: {line}");
            }

            Report(run, seed);
            Assert.Equal(10_000, Total);
            Assert.Equal(Total, run.Sent);
            Assert.Empty(ToBeSeen.Except(run.Answers.Keys));
            await AssertAuctionsGoOnAsync(server.Api);
            Assert.Empty(server.Error.Trim());
            Assert.DoesNotMatch(FailLine(), server.Output);
            await server.StopAsync();
        }

        Assert.Matches("^verify: [0-9]+ auctions, [0-9]+ events, 0 faults",
            await CommandLine.RunAsync("verify", "--Storage:Path", data.Path));
    }

    [Fact]
    public void The_same_seed_draws_the_same_requests()
    {
        static string[] Drawn(int seed)
        {
            var requests = new RequestSource(seed, "s");
            var raw = new RawDraw(seed, "r");
            return [.. Enumerable.Range(0, 500).SelectMany(_ => (string[])[$"{requests.Next()}", $"{raw.Next()}"])];
        }

        Assert.Equal(Drawn(5), Drawn(5));
        Assert.NotEqual(Drawn(5), Drawn(6));
    }

    private async Task<FuzzRun> RunAsync(ServerProcess server, string data, int seed)
    {
        var run = new FuzzRun(new AnswerCheck(await Documented.ReadAsync(server.Api), data));
        var senders = Enumerable.Range(0, Senders)
            .Select(part => new HttpSender(server.Url, new RequestSource(Seed.Of(seed, part), $"s{part}"), run))
            .ToList();
        var rawSenders = Enumerable.Range(0, RawSenders)
            .Select(part => new RawSender(server.Url, new RawDraw(Seed.Of(seed, 100 + part), $"r{part}"), run));

        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(senders.Select(sender => sender.SendAsync(WarmUpPerSender)));
        var warm = OperatingSystem.IsLinux() ? server.Memory("VmRSS") : 0;
        await Task.WhenAll(
        [
            .. senders.Select(sender => sender.SendAsync(RequestsPerSender)),
            .. rawSenders.Select(sender => sender.SendAsync(RequestsPerRawSender)),
        ]);
        senders.ForEach(sender => sender.Dispose());

        var most = OperatingSystem.IsLinux() ? server.Memory("VmHWM") : 0;
        output.WriteLine($"{run.Sent} requests in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s, " +
            $"memory {warm / 1_048_576} MiB warm, {most / 1_048_576} MiB at most");
        output.WriteLine(string.Join(", ", run.Answers.OrderBy(seen => seen.Key, StringComparer.Ordinal)
            .Select(seen => $"{seen.Key} x {seen.Value}")));
        output.WriteLine(string.Join('\n', run.Unavailable));
        Assert.True(most - warm < GrowthBytesMax, $"Memory grew from {warm} to {most} bytes. {Seed.Repeat(seed)}");
        return run;
    }

    private static void Report(FuzzRun run, int seed) => Assert.True(
        run.Faults.Count == 0,
        $"{Seed.Repeat(seed)} dotnet test tests/Auctions.Server.Tests --filter {nameof(HttpFuzzTests)}\n" +
        $"{run.Faults.Count} faults:\n{string.Join("\n\n", OneOfEachKind(run.Faults).Take(FaultsShown))}");

    // By their beginnings: what is wrong, the status and the code.
    private static IEnumerable<string> OneOfEachKind(IEnumerable<string> faults) =>
        faults.DistinctBy(fault => fault[..Math.Min(fault.Length, KindLength)]);

    private static async Task AssertAuctionsGoOnAsync(Api api)
    {
        (await api.GetAsync("/healthz/ready")).Is(200);
        var lot = await Lot.CreateAsync(api, "seller");
        Assert.Equal("leading", (await lot.BidAsync("anna", 5000)).Is(201).String("status"));
        Assert.Equal("outbid", (await lot.BidAsync("bert", 2000)).Is(201).String("status"));
        Assert.Equal(2, (await lot.HistoryAsync()).Length);
        Assert.Equal("sold", (await lot.CloseAsync()).Is(200).String("status"));
    }

    [GeneratedRegex(@" (fail|crit): ")]
    private static partial Regex FailLine();
}
