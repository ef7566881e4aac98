using System.Text;
using Auctions.Cli.Replay;
using Auctions.Cli.Tests.Support;

namespace Auctions.Cli.Tests;

/// <summary>Progress goes to standard error, as lines where nothing may be animated.</summary>
public sealed class ReplayProgressTests : IDisposable
{
    private readonly LeapingTime time = new();
    private readonly TaskCompletionSource work = new();
    private readonly LineWriter error = new();
    private readonly ReplayCounts counts = new();

    public void Dispose() => error.Dispose();

    [Fact]
    public async Task A_line_after_five_seconds_says_how_far_the_replay_is()
    {
        counts.BidAnswered();
        counts.BidAnswered();
        counts.AuctionClosed();
        counts.Retried(RetryCause.Unavailable);

        var shown = ShowAsync(terminal: false);

        Assert.Equal("replay: 2 of 7 bids, 1 of 3 auctions, 1 retries", await error.FirstLine.WaitAsync(Bound));
        Assert.Equal(TimeSpan.FromSeconds(5), time.Waits.First());
        work.SetResult();
        await shown.WaitAsync(Bound);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_left_to_wait_for_when_the_work_fails(bool terminal)
    {
        var shown = ShowAsync(terminal);
        work.SetException(new InvalidOperationException());

        await shown.WaitAsync(Bound);
    }

    private static TimeSpan Bound => TimeSpan.FromSeconds(30);

    private Task ShowAsync(bool terminal) => CommandProgress.ShowAsync(
        work.Task,
        total: 7,
        () => ReplayCommand.Progress(Csv.Read(Csv.Three), counts),
        new CommandContext(TextWriter.Null, error, terminal, time));

    /// <summary>Tells when its first line is complete.</summary>
    private sealed class LineWriter : TextWriter
    {
        private readonly TaskCompletionSource<string> first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> FirstLine => first.Task;

        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value) => first.TrySetResult(value ?? "");
    }
}
