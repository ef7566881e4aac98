using Auctions.Core;
using Auctions.Web.Live;
using Auctions.Web.Tests.Support;

namespace Auctions.Web.Tests.Live;

public sealed class LiveWatcherTests
{
    [Fact]
    public async Task A_slow_watcher_is_sent_nothing_until_it_takes_what_it_was_sent()
    {
        var slow = new PipedResponse(bytesMax: 100);
        var watcher = Begun(slow);
        watcher.Send(0, Frame(2));
        Assert.True(watcher.IsBusy);
        for (var sequence = 3; sequence <= 50; sequence++)
        {
            watcher.Send(0, Frame(sequence));
        }

        Assert.Equal([2], slow.ReadIds());
        await watcher.RestAsync();
        Assert.True(watcher.Wants(50));
        watcher.Send(0, Frame(50));

        Assert.Equal([50], slow.ReadIds());
        Assert.False(watcher.Wants(50));
    }

    [Fact]
    public async Task The_final_view_ends_it_once_it_is_taken()
    {
        var slow = new PipedResponse(bytesMax: 100);
        var watcher = Begun(slow);
        watcher.Send(0, Frame(2, AuctionStatus.Sold));
        watcher.Send(0, Frame(3));
        Assert.False(watcher.Ended.IsCompleted);

        Assert.Equal([2], slow.ReadIds());

        await watcher.Ended.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Empty(slow.ReadIds());
    }

    [Fact]
    public async Task Nothing_is_sent_before_the_beginning_nor_after_the_end()
    {
        var response = new PipedResponse();
        var watcher = new LiveWatcher(default, response.Http, 0);
        watcher.Send(0, Frame(1));
        Assert.Empty(response.Read());

        watcher.Begin(0, Frame(2));
        watcher.End();
        watcher.Send(0, Frame(3));

        Assert.Equal([2], response.ReadIds());
        await watcher.Ended;
    }

    [Fact]
    public async Task A_lost_connection_ends_it()
    {
        var response = new PipedResponse();
        var watcher = Begun(response);
        response.Hang();

        watcher.Send(0, Frame(2));

        await watcher.Ended.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private static LiveWatcher Begun(PipedResponse response)
    {
        var watcher = new LiveWatcher(default, response.Http, 0);
        watcher.Begin(0);
        return watcher;
    }

    private static LiveFrame Frame(long sequence, AuctionStatus status = AuctionStatus.Open) =>
        LiveFrame.Of(Views.Of(sequence, status), "Sally", Views.Start);
}
