using System.CommandLine;
using Auctions.Measuring;

namespace Auctions.Cli.Bench;

/// <summary><c>auctions bench</c>: loads a server and compares what it shows with what it acknowledged.</summary>
internal static class BenchCommand
{
    private const int ConnectionsDefault = 64, ConnectionsMax = 16_384;
    private const int SecondsDefault = 10, WarmupDefault = 2, SecondsMax = 86_400;
    private const int RateMax = 1_000_000;

    /// <summary>Most bids under way at a given rate; what is due beyond is not sent.</summary>
    private const int OutstandingAtRate = 16_384;

    private const string Hot = "hot", Spread = "spread";

    public static Command Create(CommandContext context)
    {
        var url = OptionParsers.HttpUrl("--url", "The server, like http://127.0.0.1:5080. It gets new auctions.");
        var scenario = OptionParsers.Text(
            "--scenario",
            $"{Hot}|{Spread}",
            $"{Hot}: one auction, the default; {Spread}: 1,000 in turn.",
            name => LotsOf(name) is null ? $"'{name}' is not known; write {Hot} or {Spread}" : null);
        var rate = OptionParsers.WholeNumber(
            "--rate", "Bids sent per second, each when it is due, whether or not others were answered.", 1, RateMax);
        var outstanding = OptionParsers.WholeNumber(
            "--outstanding",
            "Without --rate: bidders that each wait for their answer; as many as connections by default.",
            1,
            Measuring.Http.LoadClient.WaitingMax);
        var connections = OptionParsers.WholeNumber(
            "--connections",
            $"One bid at a time on each; {ConnectionsDefault} by default.",
            1,
            ConnectionsMax);
        var seconds = OptionParsers.WholeNumber(
            "--seconds", $"Measured time; {SecondsDefault} by default.", 1, SecondsMax);
        var warmup = OptionParsers.WholeNumber(
            "--warmup", $"Seconds before it that are not counted; {WarmupDefault} by default.", 0, SecondsMax);
        var token = OptionParsers.Text(
            "--token",
            "FILE",
            "Bearer tokens instead of X-User: lines \"person token\" for bench-seller and bidder-0 to bidder-999.",
            _ => null);
        var json = OptionParsers.Text("--json", "FILE", "Write everything there, too.", _ => null);
        var command = new Command(
            "bench", "Load a server with bids; exit 6 if it does not show each bid that it acknowledged.")
        {
            url, scenario, rate, outstanding, connections, seconds, warmup, token, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(url) is { Tokens: [var address] } &&
                address.Value.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
            {
                result.AddError("--url: a bench speaks plain HTTP; give the address behind what ends TLS.");
            }

            if (result.GetResult(rate) is not null && result.GetResult(outstanding) is not null)
            {
                result.AddError("--rate and --outstanding: give one of them; at a rate nobody waits for an answer.");
            }
        });
        command.SetAction((parsed, cancellation) =>
        {
            var name = parsed.GetValue(scenario) ?? Hot;
            var wide = parsed.GetValue(connections) ?? ConnectionsDefault;
            var pace = parsed.GetValue(rate);
            var plan = new LoadPlan(
                TimeSpan.FromSeconds(parsed.GetValue(warmup) ?? WarmupDefault),
                TimeSpan.FromSeconds(parsed.GetValue(seconds) ?? SecondsDefault),
                pace is null ? parsed.GetValue(outstanding) ?? wide : OutstandingAtRate,
                pace);
            var options = new BenchOptions(
                parsed.GetRequiredValue(url),
                name,
                LotsOf(name)!.Value,
                wide,
                plan,
                parsed.GetValue(token),
                parsed.GetValue(json));
            return new BenchRunner(options, context).RunAsync(cancellation);
        });
        return command;
    }

    private static int? LotsOf(string scenario) => scenario switch
    {
        Hot => 1,
        Spread => 1_000,
        _ => null,
    };
}
