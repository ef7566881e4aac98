using Auctions.Scenarios.Support;

namespace Auctions.Server.Tests.Secrecy;

/// <summary>Watchers of live feeds who note all they get until their feed ends or breaks.</summary>
internal sealed class Watching(IWalkedHost host, Sights sights)
{
    private readonly List<Task> _watchers = [];

    /// <summary>Watches an auction from now on; a feed that has ended already is fine too.</summary>
    public async Task WatchAsync(KnownLot lot, string? lastEventId = null)
    {
        var feed = await Feed.OpenAsync(new Api(host.Url), $"{lot.Path}/live", lastEventId);
        lock (_watchers)
        {
            _watchers.Add(NoteAsync(feed, lot));
        }
    }

    /// <summary>Waits until all of them have got all there is.</summary>
    public Task EndAsync() => Task.WhenAll(_watchers).WaitAsync(Eventually.Deadline);

    private async Task NoteAsync(Feed feed, KnownLot lot)
    {
        using (feed)
        {
            sights.Add("feed head", lot.Path, feed.Headers, "", lot);
            try
            {
                while (await feed.NextAsync() is { } next)
                {
                    sights.Add(next.Name == "view" ? "feed" : "feed sign", lot.Path, $"{next.Id}", next.Data, lot);
                }
            }
            catch (Exception broken) when (broken is IOException or HttpRequestException)
            {
                // The server is gone.
            }

            // Whatever else was in it: comments, other fields, an event cut in two.
            sights.Add("feed line", lot.Path, "", string.Join('\n', feed.Received.Where(line =>
                !line.StartsWith("data: {", StringComparison.Ordinal))));
        }
    }
}
