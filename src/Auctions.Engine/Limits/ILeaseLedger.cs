namespace Auctions.Engine.Limits;

/// <summary>
/// The one place at which all front ends of a cluster ask for leases, in parts that are asked independently of each
/// other.
/// </summary>
public interface ILeaseLedger
{
    /// <summary>Whether there is anybody to ask.</summary>
    bool IsConnected { get; }

    /// <summary>Asks one part for leases; answers in their order. Throws if it cannot be asked now.</summary>
    /// <param name="part">From 0 on, below <see cref="AllowanceLedger.Parts"/>.</param>
    /// <param name="asks">What is asked for.</param>
    Task<LeaseGrant[]> LendAsync(int part, LeaseAsk[] asks);

    /// <summary>A part did not answer; until it does each front end enforces whole limits by itself.</summary>
    void Missed(Exception failed);
}
