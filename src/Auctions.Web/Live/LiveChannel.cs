using Auctions.Core;
using Auctions.Engine.Heat;
using Auctions.Engine.Ports;
using Auctions.Web.Api;

namespace Auctions.Web.Live;

/// <summary>
/// The newest view of one auction that somebody watches, followed once for all of them and encoded once for all of
/// them.
/// </summary>
/// <param name="id">The auction.</param>
/// <param name="auctions">Where its views come from.</param>
/// <param name="names">What its seller is called.</param>
internal sealed class LiveChannel(AuctionId id, IAuctions auctions, SellerNames names) : IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private volatile Newest? _newest;

    private sealed record Newest(AuctionView View, string Seller, LiveFrame? Frame);

    public AuctionId Id => id;

    /// <summary>Who watches; for the hub alone.</summary>
    public HashSet<LiveWatcher> Watchers { get; } = [];

    /// <summary>How many views a second each of them gets at most; the hub says.</summary>
    public int ViewsPerSecond { get; set; } = Conflation.Usual;

    /// <summary>
    /// Follows the auction until told to end or there is nothing more to follow. Does not throw for what ends the
    /// views.
    /// </summary>
    /// <param name="changed">Told of each view.</param>
    public async Task FollowAsync(Action<LiveChannel> changed)
    {
        try
        {
            await foreach (var view in auctions.WatchAsync(id, after: 0, _ending.Token))
            {
                var seller = await names.OfAsync(view.Seller);
                _newest = new Newest(view, seller, Frame: null);
                changed(this);
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The last watcher left.
        }
    }

    /// <summary>
    /// The newest view; null: none came yet. Made again when it is older than a turn: it carries the time, and what
    /// follows from the time alone.
    /// </summary>
    public LiveFrame? Frame(DateTimeOffset now)
    {
        if (_newest is not { } newest)
        {
            return null;
        }

        if (newest.Frame is { } made && now - made.MadeAt < LiveWheel.Turn)
        {
            return made;
        }

        // Another thread may have put a newer view in its place, which must stay.
        var frame = LiveFrame.Of(newest.View, newest.Seller, now);
        Interlocked.CompareExchange(ref _newest, newest with { Frame = frame }, newest);
        return frame;
    }

    /// <summary>Whether the newest view is the last one.</summary>
    public bool IsFinal => _newest is { View.IsFinal: true };

    /// <summary>Sequence of the newest view; 0: none came yet.</summary>
    public long Sequence => _newest?.View.Sequence ?? 0;

    /// <summary>Nobody watches any more.</summary>
    public void End() => _ = _ending.CancelAsync();

    public void Dispose() => _ending.Dispose();
}
