using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Auctions.Measuring;

namespace Auctions.Bench.Watching;

/// <summary>
/// All watchers of an auction, in a process of their own. It is told by lines what to do: <c>pause MILLISECONDS</c>,
/// which stops the slow ones; <c>bid SEQUENCE TIMESTAMP</c> for each bid that a bidder was told of; and
/// <c>end TIMESTAMP</c> of the auction, whereupon it tells what was shown.
/// </summary>
internal sealed class Crowd(CrowdOptions options)
{
    private const int JoiningAtOnce = 128;

    // Who was not shown the end by then is not going to be.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>As what it tells is written and read.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    /// <param name="commands">What it is told.</param>
    /// <param name="reports">A line of JSON each: that everybody watches, and what they were shown.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="MeasurementException">It cannot run.</exception>
    public async Task RunAsync(TextReader commands, TextWriter reports, CancellationToken cancellation)
    {
        FileLimit.Require(options.Watchers);
        using var course = new CrowdCourse(options);
        Watcher[] watchers =
            [.. Enumerable.Range(0, options.Watchers).Select(number => new Watcher(course, number < options.Slow))];
        var running = new Task[watchers.Length];
        var start = Stopwatch.GetTimestamp();
        await JoinAsync(watchers, running, cancellation);
        var joined = new CrowdJoined(watchers.Length, Stopwatch.GetElapsedTime(start).TotalSeconds);
        await reports.WriteLineAsync(JsonSerializer.Serialize(joined, Json).AsMemory(), cancellation);
        var (bids, end) = await ObeyAsync(commands, course, cancellation);
        await EndAsync(watchers, running, course);
        var report = CrowdReport.Of([.. watchers.Select(watcher => watcher.Tally)], bids, end);
        await reports.WriteLineAsync(JsonSerializer.Serialize(report, Json).AsMemory(), cancellation);
    }

    private async Task JoinAsync(Watcher[] watchers, Task[] running, CancellationToken cancellation)
    {
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = JoiningAtOnce,
            CancellationToken = cancellation,
        };
        var progress = new Progress("watchers", watchers.Length);
        try
        {
            await Parallel.ForAsync(0, watchers.Length, parallel, async (number, token) =>
            {
                running[number] = watchers[number].RunAsync();
                await watchers[number].Joined.WaitAsync(token);
                progress.Add(1);
            });
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.TooManyOpenSockets)
        {
            throw FileLimit.TooLow(options.Watchers);
        }
        catch (SocketException refused)
        {
            throw new MeasurementException(
                $"{options.Url} does not take {options.Watchers:N0} watchers: {refused.Message}");
        }
    }

    private static async Task<(List<(long Sequence, long At)> Bids, long End)> ObeyAsync(
        TextReader commands, CrowdCourse course, CancellationToken cancellation)
    {
        var bids = new List<(long, long)>();
        while (await commands.ReadLineAsync(cancellation) is { } line)
        {
            switch (line.Split(' '))
            {
                case ["pause", var milliseconds]:
                    course.PauseFor(TimeSpan.FromMilliseconds(Number(milliseconds)));
                    break;
                case ["bid", var sequence, var at]:
                    bids.Add((Number(sequence), Number(at)));
                    break;
                case ["end", var at]:
                    return (bids, Number(at));
                default:
                    throw new MeasurementException($"Watchers do not understand '{line}'.");
            }
        }

        throw new MeasurementException("Whoever told the watchers what to do has ended.");
    }

    private static async Task EndAsync(Watcher[] watchers, Task[] running, CrowdCourse course)
    {
        var all = Task.WhenAll(running);
        await Task.WhenAny(all, Task.Delay(Patience));
        course.End();
        foreach (var watcher in watchers)
        {
            watcher.HangUp();
        }

        await all;
    }

    private static long Number(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);
}
