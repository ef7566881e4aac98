namespace Auctions.Testing.Faults;

/// <summary>The calls of a journal that a fault can strike.</summary>
public enum JournalCall
{
    BindCreationKey,
    Open,
    Append,
    RaiseEpoch,
    Release,
    FindDue,
    Read,
    SaveSnapshot,
    Beat,
}
