namespace Auctions.Storage.Postgres.Schema;

/// <summary>What a database's schema is, against what this version makes.</summary>
/// <param name="Newest">Number of the newest script that this version has.</param>
/// <param name="Applied">Number of the newest script applied; 0: none.</param>
/// <param name="Fingerprint">What is there now: tables, columns, indexes, functions, rights. Null: nothing.</param>
/// <param name="Recorded">What was there when the newest script was applied.</param>
/// <param name="Changed">A script that was changed after it was applied; null: none.</param>
public sealed record SchemaState(int Newest, int Applied, string? Fingerprint, string? Recorded, int? Changed)
{
    /// <summary>Whether it is this version's schema, made by these scripts.</summary>
    public bool IsCurrent => Applied == Newest && Changed is null;

    /// <summary>Whether somebody changed it by hand since.</summary>
    public bool HasDrifted => Fingerprint != Recorded || Changed is not null;
}
