namespace Auctions.Engine.Ports;

/// <summary>What is known of a request that the journal could not answer.</summary>
public enum JournalFault
{
    /// <summary>Definitely not done; the shard cannot do it now, whatever is asked.</summary>
    Unavailable,

    /// <summary>Definitely not done; something in the request itself was rejected.</summary>
    Rejected,

    /// <summary>It may have been done, or may still be.</summary>
    Unknown,
}

/// <summary>The journal could not answer.</summary>
public sealed class JournalException : Exception
{
    public JournalException()
    {
    }

    public JournalException(string message)
        : base(message)
    {
    }

    public JournalException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public JournalException(JournalFault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    public JournalFault Fault { get; } = JournalFault.Unknown;
}
