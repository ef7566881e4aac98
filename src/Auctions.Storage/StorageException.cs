namespace Auctions.Storage;

/// <summary>The storage cannot be used as it is; the message says what to do. For people, at start.</summary>
public sealed class StorageException : Exception
{
    public StorageException()
    {
    }

    public StorageException(string message)
        : base(message)
    {
    }

    public StorageException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
