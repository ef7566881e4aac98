namespace Auctions.Engine.Codec;

/// <summary>Stored bytes are not what this version can read: damaged, or written by a newer version.</summary>
public sealed class CodecException : Exception
{
    public CodecException()
    {
    }

    public CodecException(string message)
        : base(message)
    {
    }

    public CodecException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
