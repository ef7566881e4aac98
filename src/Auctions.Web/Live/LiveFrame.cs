using System.Text;
using System.Text.Json;
using Auctions.Core;
using Auctions.Web.Api;
using Auctions.Web.Http;

namespace Auctions.Web.Live;

/// <summary>One event of the feed as bytes, the same for everybody who is sent it.</summary>
/// <param name="Bytes">A whole server-sent event.</param>
/// <param name="MadeAt">When it was made, whose time it carries.</param>
internal sealed record LiveFrame(ReadOnlyMemory<byte> Bytes, DateTimeOffset MadeAt)
{
    /// <summary>Sequence of the view; 0: this is none.</summary>
    public long Sequence { get; init; }

    /// <summary>Whether no view will follow.</summary>
    public bool IsFinal { get; init; }

    /// <summary>The public view, as it is at a moment.</summary>
    public static LiveFrame Of(AuctionView view, string seller, DateTimeOffset now)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(ViewBody.Of(view, seller, now), ApiJson.Default.ViewBody);
        return new LiveFrame(Event($"id: {view.Sequence}\nevent: view", json), now)
        {
            Sequence = view.Sequence,
            IsFinal = view.IsFinal,
        };
    }

    /// <summary>A sign of life with the server's time.</summary>
    public static LiveFrame Heartbeat(DateTimeOffset now)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(
            new HeartbeatBody(now.UtcDateTime), ApiJson.Default.HeartbeatBody);
        return new LiveFrame(Event("event: heartbeat", json), now);
    }

    /// <summary>How long a watcher is to wait before connecting anew, whenever this connection ends.</summary>
    public static LiveFrame Retry(TimeSpan wait, DateTimeOffset now) =>
        new(Encoding.ASCII.GetBytes($"retry: {(long)wait.TotalMilliseconds}\n\n"), now);

    private static byte[] Event(string head, byte[] json) =>
        [.. Encoding.ASCII.GetBytes(head), .. "\ndata: "u8, .. json, .. "\n\n"u8];
}
