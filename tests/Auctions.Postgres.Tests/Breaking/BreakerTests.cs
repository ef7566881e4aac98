using System.Diagnostics.Metrics;
using Auctions.Engine;
using Auctions.Storage.Postgres.Connections;

namespace Auctions.Postgres.Tests.Breaking;

/// <summary>When a pool is cut off and when it is let on again, without a server.</summary>
public sealed class BreakerTests : IAsyncDisposable
{
    private static readonly TimeSpan Brief = TimeSpan.FromSeconds(0.5);

    private readonly string _pool = $"pool {Guid.NewGuid()}";
    private readonly Logs _logs = new();
    private readonly List<Breaker> _made = [];
    private int _trials;

    public async ValueTask DisposeAsync()
    {
        foreach (var breaker in _made)
        {
            await breaker.DisposeAsync();
        }
    }

    [Fact]
    public async Task It_opens_after_two_failures_without_an_answer_and_any_answer_closes_it()
    {
        var breaker = Make(TimeSpan.FromMinutes(5));
        await breaker.ReportAsync(isAnswered: false);
        Assert.False(breaker.IsOpen);
        await breaker.ReportAsync(isAnswered: false);
        Assert.True(breaker.IsOpen);
        await breaker.ReportAsync(isAnswered: false);
        Assert.True(breaker.IsOpen);
        await breaker.ReportAsync(isAnswered: true);
        Assert.False(breaker.IsOpen);
        await breaker.ReportAsync(isAnswered: false);
        Assert.False(breaker.IsOpen);
    }

    [Fact]
    public async Task A_pool_on_which_anything_is_answered_is_never_cut_off()
    {
        var breaker = Make(TimeSpan.FromMinutes(5));
        for (var request = 0; request < 10_000; request++)
        {
            await breaker.ReportAsync(isAnswered: request % 1_000 == 0);
            Assert.False(breaker.IsOpen);
        }
    }

    [Fact]
    public async Task What_was_answered_before_the_silence_keeps_it_closed_no_longer_than_that()
    {
        var breaker = Make(Brief);
        for (var request = 0; request < 1_000; request++)
        {
            await breaker.ReportAsync(isAnswered: true);
        }

        await Until.TrueAsync(
            async () =>
            {
                await breaker.ReportAsync(isAnswered: false);
                return breaker.IsOpen;
            },
            "it opens");
    }

    [Fact]
    public async Task While_it_is_open_it_tries_by_itself_until_something_is_answered()
    {
        Breaker breaker = null!;
        breaker = Make(Brief, async () =>
        {
            if (_trials == 3)
            {
                await breaker.ReportAsync(isAnswered: true);
            }
        });
        await OpenAsync(breaker);
        await Until.TrueAsync(() => !breaker.IsOpen, "it closes");
        Assert.Equal(3, _trials);
    }

    [Fact]
    public async Task A_trial_that_meets_a_bug_is_told_and_not_the_last()
    {
        Breaker breaker = null!;
        breaker = Make(Brief, async () =>
        {
            if (_trials == 1)
            {
                throw new InvalidOperationException("a bug");
            }

            await breaker.ReportAsync(isAnswered: true);
        });
        await OpenAsync(breaker);
        await Until.TrueAsync(() => !breaker.IsOpen, "it closes");
        Assert.Contains(_logs.Messages, message => message.Contains("a bug", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_says_once_that_it_opens_and_once_that_it_closes_and_counts_what_is_open()
    {
        var open = 0;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == Instruments.Name)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, change, tags, _) =>
        {
            if (instrument.Name == "auction.shard.breaker.open" && Equals(tags[0].Value, _pool))
            {
                open += change;
            }
        });
        listener.Start();
        var breaker = Make(Brief);
        for (var round = 1; round <= 2; round++)
        {
            await OpenAsync(breaker);
            await breaker.ReportAsync(isAnswered: false);
            Assert.Equal((round, round - 1, 1), (Said("is silent"), Said("answers again"), open));
            await breaker.ReportAsync(isAnswered: true);
            await breaker.ReportAsync(isAnswered: true);
            Assert.Equal((round, round, 0), (Said("is silent"), Said("answers again"), open));
        }

        await OpenAsync(breaker);
        await breaker.DisposeAsync();
        Assert.Equal(0, open);
    }

    private Breaker Make(TimeSpan silence, Func<Task>? trial = null)
    {
        var breaker = new Breaker(
            _pool,
            "nowhere",
            silence,
            async _ =>
            {
                _trials++;
                await (trial?.Invoke() ?? Task.CompletedTask);
            },
            _logs);
        _made.Add(breaker);
        return breaker;
    }

    // Again and again: on a machine that stands still the first may be forgotten before the second comes.
    private static Task OpenAsync(Breaker breaker) => Until.TrueAsync(
        async () =>
        {
            await breaker.ReportAsync(isAnswered: false);
            return breaker.IsOpen;
        },
        "it opens");

    private int Said(string what) =>
        _logs.Messages.Count(message => message.Contains(_pool, StringComparison.Ordinal) &&
            message.Contains(what, StringComparison.Ordinal));
}
