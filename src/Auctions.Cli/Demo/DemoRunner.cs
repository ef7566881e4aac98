using System.Net;
using System.Security.Cryptography;
using Auctions.Cli.Demo.Bots;
using Auctions.Cli.Demo.Calls;
using Auctions.Cli.Demo.Lots;
using Auctions.Cli.Replay;

namespace Auctions.Cli.Demo;

/// <summary>Runs a demo until it is stopped, or until the process it belongs to is gone.</summary>
internal sealed class DemoRunner(DemoOptions options, CommandContext context)
{
    /// <summary>How long a server may take to be ready.</summary>
    public static readonly TimeSpan ReadyMax = TimeSpan.FromSeconds(60);

    /// <summary>Time between two lines of progress on a terminal.</summary>
    public static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(10);

    private const int Connections = 256;

    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromSeconds(5);

    private readonly DemoCounts _counts = new();
    private readonly Lock _planning = new();

    // Keys of a run are its own, whatever the seed: the store may remember another run.
    private readonly string _run = RandomNumberGenerator.GetHexString(12, lowercase: true);
    private readonly int _seed = options.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue);

    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    /// <exception cref="CommandFailedException">There is no server, or it is not in Development.</exception>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var http = AuctionClient.Connect(options.Url, Connections);
        var presence = new Presence(options.Url, context);
        var began = context.Time.GetTimestamp();
        Task[] tasks = [PlayAsync(http, presence, stop.Token), WatchOwnerAsync(stop.Token)];
        try
        {
            await await Task.WhenAny(tasks);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // That is how it is meant to end.
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(tasks).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        DemoReport.Write(_counts, _seed, context.Time.GetElapsedTime(began), options.Json, context.Output);
        return ExitCodes.Ok;
    }

    private async Task PlayAsync(HttpClient http, Presence presence, CancellationToken cancellation)
    {
        await UntilReadyAsync(http, cancellation);
        var clock = new ServerClock(context.Time);
        var client = new DemoClient(new PatientSender(http, context.Time, new ReplayCounts()), clock, presence);
        await client.CheckAccessAsync("demo", cancellation);
        presence.Answered();
        var pace = new Pace(options.Speed);
        var house = new DemoHouse(client, clock, _counts, new Remarks(context.Error), pace, context.Time);
        var plan = new LotPlan(_seed, pace);
        var crowd = new Crowd(_seed, pace);
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        List<Task> playing =
        [
            .. plan.Opening(options.Lots).Select(lot => SellAsync(lot, plan, crowd, house, failed.Token)),
            SpeakAsync(presence, failed.Token),
        ];
        try
        {
            // None of them ends but by a failure or by the end of the demo.
            await await Task.WhenAny(playing);
        }
        finally
        {
            await failed.CancelAsync();
            await Task.WhenAll(playing).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    // One lot after another of the same kind.
    private async Task SellAsync(
        PlannedLot lot, LotPlan plan, Crowd crowd, DemoHouse house, CancellationToken cancellation)
    {
        while (true)
        {
            var keys = $"{_run}/{lot.Number}";
            var (answer, opensAt, closesAt) = await house.Client.CreateAsync(lot, keys, cancellation);
            if (answer is { Http: HttpStatusCode.Created, Lot.Id: { } id })
            {
                _counts.LotCreated();
                var bots = Plan(() => crowd.Invite(lot, opensAt, closesAt));
                var room = new LotRoom(bots, Sights.Of(lot, closesAt));
                await new LotRunner(id, keys, room, house).RunAsync(cancellation);
                Plan(() => crowd.Leave(bots));
            }
            else
            {
                // A lot whose time was over before a server that was away could create it is nobody's fault.
                if (house.Clock.Now < closesAt)
                {
                    house.Remarks.Make("creating a lot", answer);
                }

                await Task.Delay(AfterRefusal, context.Time, cancellation);
            }

            lot = Plan(() => plan.Next(lot.Kind));
        }
    }

    private T Plan<T>(Func<T> change)
    {
        lock (_planning)
        {
            return change();
        }
    }

    private void Plan(Action change)
    {
        lock (_planning)
        {
            change();
        }
    }

    private async Task UntilReadyAsync(HttpClient http, CancellationToken cancellation)
    {
        var since = context.Time.GetTimestamp();
        while (!await IsReadyAsync(http, cancellation))
        {
            if (context.Time.GetElapsedTime(since) >= ReadyMax)
            {
                throw new CommandFailedException(
                    $"no server is ready at {options.Url} for {ReadyMax.TotalSeconds} s; start one with scripts/run, " +
                    "or give the address of one with --url.");
            }

            await Task.Delay(WatchInterval, context.Time, cancellation);
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("healthz/ready", UriKind.Relative), cancellation);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task WatchOwnerAsync(CancellationToken cancellation)
    {
        if (options.UntilExit is not { } id)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, context.Time, cancellation);
            return;
        }

        var owner = new OtherProcess(id);
        while (!owner.IsGone)
        {
            await Task.Delay(WatchInterval, context.Time, cancellation);
        }
    }

    private async Task SpeakAsync(Presence presence, CancellationToken cancellation)
    {
        var (lineAt, accepted) = (context.Time.GetTimestamp(), 0L);
        while (true)
        {
            await Task.Delay(WatchInterval, context.Time, cancellation);
            presence.Check();
            if (context.ErrorIsTerminal && context.Time.GetElapsedTime(lineAt) >= LineInterval)
            {
                var now = _counts.Accepted;
                var rate = (now - accepted) / context.Time.GetElapsedTime(lineAt).TotalSeconds;
                context.Error.WriteLine(
                    $"demo: {_counts.Lots - _counts.Ended} lots open, {_counts.Ended} ended, {now} bids accepted, " +
                    $"{_counts.Refused} refused, {rate:0.0} bids/s");
                (lineAt, accepted) = (context.Time.GetTimestamp(), now);
            }
        }
    }
}
