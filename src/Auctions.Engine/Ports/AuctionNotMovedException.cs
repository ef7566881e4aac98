namespace Auctions.Engine.Ports;

/// <summary>An auction was not moved; the message says where that leaves it and what to do. For people.</summary>
public sealed class AuctionNotMovedException : Exception
{
    public AuctionNotMovedException()
    {
    }

    public AuctionNotMovedException(string message)
        : base(message)
    {
    }

    public AuctionNotMovedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
