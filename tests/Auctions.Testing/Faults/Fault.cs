namespace Auctions.Testing.Faults;

/// <summary>What goes wrong with a call of a journal.</summary>
public enum Fault
{
    /// <summary>The request never arrives, and the caller cannot tell.</summary>
    LostRequest,

    /// <summary>The request is done, and the caller cannot tell.</summary>
    LostReply,

    /// <summary>The request arrives only when the test lets it, after the caller gave it up.</summary>
    LateRequest,

    /// <summary>A definite no: nothing was done.</summary>
    Unavailable,
}
