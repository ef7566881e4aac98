using Auctions.Chaos.Storms;

namespace Auctions.Chaos.Recordings;

/// <summary>All that clients of a run sent and were told, and when something was wrong.</summary>
/// <param name="Time">The clock of all times in it.</param>
/// <param name="Lots">The auctions, by number.</param>
/// <param name="Notes">The clients' notes.</param>
/// <param name="Marks">When something was wrong, in the order of time.</param>
/// <param name="HealedAt">When everything was whole again and had been seen to serve.</param>
/// <param name="EndedAt">When the server was asked to stop, the storm being over.</param>
internal sealed record Recording(
    StageTime Time,
    IReadOnlyList<Lot> Lots,
    IReadOnlyList<Notes> Notes,
    IReadOnlyList<Mark> Marks,
    long HealedAt,
    long EndedAt)
{
    /// <summary>Everything sent, in no order.</summary>
    public IEnumerable<Sending> Sendings => Notes.SelectMany(client => client.Sendings);
}
