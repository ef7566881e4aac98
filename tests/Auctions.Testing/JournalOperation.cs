namespace Auctions.Testing;

/// <summary>What a <see cref="JournalCall"/> asks of the journal.</summary>
public enum JournalOperation
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
