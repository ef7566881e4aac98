namespace Auctions.Bench.Watching;

/// <summary>One server-sent event, as long as its reader takes no more bytes.</summary>
internal readonly ref struct FeedEvent
{
    /// <summary>Sequence of the view; 0: this is none.</summary>
    public required long Id { get; init; }

    /// <summary>How long to wait before connecting anew; null: it does not say.</summary>
    public required TimeSpan? Retry { get; init; }

    /// <summary>Its name; empty: it has none.</summary>
    public required ReadOnlySpan<byte> Name { get; init; }

    public required ReadOnlySpan<byte> Data { get; init; }

    public bool IsView => Name.SequenceEqual("view"u8);
}
