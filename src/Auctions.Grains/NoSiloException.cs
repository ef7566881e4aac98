namespace Auctions.Grains;

/// <summary>No silo that this process knows has such grains: all are gone, and the call was not sent.</summary>
internal sealed class NoSiloException(Exception inner) : Exception("No silo is known that could be asked.", inner);
