namespace Auctions.Cli.Doctor;

/// <summary>How much a finding matters.</summary>
internal enum Severity
{
    /// <summary>Looked at, and well.</summary>
    Ok,

    /// <summary>Worth knowing; nothing is to be done.</summary>
    Note,

    /// <summary>It works, and should be changed.</summary>
    Warning,

    /// <summary>It does not work, or acknowledged bids can be lost.</summary>
    Fault,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Area">What was looked at, in a word or two.</param>
/// <param name="Found">What was found, as a sentence.</param>
/// <param name="Fix">What to do, as a sentence; null: nothing.</param>
internal sealed record Finding(Severity Severity, string Area, string Found, string? Fix = null)
{
    public static Finding Ok(string area, string found) => new(Severity.Ok, area, found);

    public static Finding Note(string area, string found, string? fix = null) => new(Severity.Note, area, found, fix);

    public static Finding Warning(string area, string found, string fix) => new(Severity.Warning, area, found, fix);

    public static Finding Fault(string area, string found, string fix) => new(Severity.Fault, area, found, fix);
}
