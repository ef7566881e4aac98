using System.CommandLine;
using Auctions.Cli.Demo.Lots;

namespace Auctions.Cli.Demo;

/// <summary><c>auctions demo</c>: fills a server with lots, and with bots that bid on them like people.</summary>
internal static class DemoCommand
{
    private const int SpeedMax = 20;

    public static Command Create(CommandContext context)
    {
        var url = OptionParsers.HttpUrl(
            "--url", "The server, in Development, like http://127.0.0.1:5080. It gets new auctions all the time.");
        var lots = OptionParsers.WholeNumber(
            "--lots", $"Lots at a time, {LotPlan.LotsDefault} by default.", LotPlan.LotsMin, LotPlan.LotsMax);
        var seed = OptionParsers.WholeNumber(
            "--seed", "The same number gives the same lots and the same people.", 0, int.MaxValue);
        var speed = OptionParsers.WholeNumber(
            "--speed", "How many times faster than life lots end and people bid, 1 by default.", 1, SpeedMax);
        var untilExit = OptionParsers.WholeNumber(
            "--until-exit", "End when the process of this id is gone.", 1, int.MaxValue);
        var json = new Option<bool>("--json") { Description = "Print what it did as one JSON object." };
        var command = new Command("demo", "Fill a server with lots and bots that bid on them, until stopped.")
        {
            url, lots, seed, speed, untilExit, json,
        };
        command.SetAction((parsed, cancellation) => new DemoRunner(
            new DemoOptions(
                parsed.GetRequiredValue(url),
                parsed.GetValue(lots) ?? LotPlan.LotsDefault,
                parsed.GetValue(seed),
                parsed.GetValue(speed) ?? 1,
                parsed.GetValue(untilExit),
                parsed.GetValue(json)),
            context).RunAsync(cancellation));
        return command;
    }
}
