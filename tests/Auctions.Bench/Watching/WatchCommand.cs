using System.CommandLine;

namespace Auctions.Bench.Watching;

/// <summary>What can be asked about a crowd that watches an auction, and how its process is started.</summary>
internal static class WatchCommand
{
    /// <summary>The command that is the crowd's process.</summary>
    public const string Crowd = "crowd";

    public const string Url = "--url";
    public const string Auction = "--auction";
    public const string Watchers = "--watchers";
    public const string Slow = "--slow";
    public const string ComeBack = "--come-back";

    private const int WatchersDefault = 10_000;
    private const int RateDefault = 1_000;

    public static Command Create()
    {
        var watchers = OptionMaker.Whole(Watchers, WatchersDefault, "Who watch the auction, each on a connection.");
        var slow = SlowOption("Of these, so many stop reading for 10 s in the middle and then go on.");
        var rate = OptionMaker.Whole("--rate", RateDefault, "Bids sent per second, each when it is due.");
        var seconds = OptionMaker.Seconds("--seconds", 20, least: 1, "Time before the end in which bids are counted.");
        var warmup = OptionMaker.Seconds(
            "--warmup", 15, least: 0, "Time before that in which they are not; the server has just started.");
        var connections = OptionMaker.Whole("--connections", 256, "Connections that are bid over.");
        var shards = OptionMaker.Whole("--shards", 1, "Shards of the server's store.");
        var json = OptionMaker.Json();
        var command = new Command(
            "watch",
            "Measures what it costs the bids of an auction that a crowd watches it, and what the crowd is shown: " +
            "a server, its bidders here, and the watchers in a process of their own; exit 1 if somebody is not shown " +
            "the hammer price.")
        {
            watchers, slow, rate, seconds, warmup, connections, shards, json,
        };
        command.SetAction((parsed, cancellation) => ExitCodes.GuardAsync(async () =>
        {
            var options = new WatchOptions(
                parsed.GetValue(watchers),
                parsed.GetValue(slow),
                parsed.GetValue(rate),
                TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                TimeSpan.FromSeconds(parsed.GetValue(warmup)),
                parsed.GetValue(connections),
                parsed.GetValue(shards),
                StoreArguments.Choose(parsed, parsed.GetValue(StoreArguments.Store)),
                new(parsed.GetValue(json)?.FullName));
            options.Outputs.Check();
            return await new WatchRun(options).RunAsync(cancellation);
        }));
        return command;
    }

    /// <summary>The process of the watchers, which the other command starts.</summary>
    public static Command CreateCrowd()
    {
        var url = new Option<Uri>(Url)
        {
            Required = true,
            CustomParser = parsed => new Uri(parsed.Tokens[0].Value),
        };
        var auction = new Option<string>(Auction) { Required = true };
        var watchers = OptionMaker.Whole(Watchers, WatchersDefault, "How many.");
        var slow = SlowOption("How many stop reading when told to.");
        var comeBack = new Option<bool>(ComeBack);
        var command = new Command(Crowd, "Watches an auction.")
        {
            url, auction, watchers, slow, comeBack,
        };
        command.Hidden = true;
        command.SetAction((parsed, cancellation) => ExitCodes.GuardAsync(async () =>
        {
            var options = new CrowdOptions(
                parsed.GetValue(url)!,
                parsed.GetValue(auction)!,
                parsed.GetValue(watchers),
                parsed.GetValue(slow),
                parsed.GetValue(comeBack));
            await new Crowd(options).RunAsync(Console.In, Console.Out, cancellation);
            return 0;
        }));
        return command;
    }

    private static Option<int> SlowOption(string description) => new(Slow)
    {
        Description = description,
        Validators =
        {
            result =>
            {
                if (result.GetValueOrDefault<int>() < 0)
                {
                    result.AddError($"{Slow} is 0 or more.");
                }
            },
        },
    };
}
