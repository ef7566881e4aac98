namespace Auctions.Chaos.Recordings;

/// <summary>What one client sent and was told. Only that client writes to it.</summary>
internal sealed class Notes
{
    public List<Sending> Sendings { get; } = [];

    public List<SeenView> Views { get; } = [];

    public List<SeenHistory> Histories { get; } = [];

    public List<SeenOwnBids> OwnBids { get; } = [];

    /// <summary>Keys that were never told accepted or refused.</summary>
    public List<long> Unsettled { get; } = [];

    /// <summary>Answers that the contract has no place for.</summary>
    public List<string> Nonsense { get; } = [];
}
