namespace Auctions.Chaos;

/// <summary>A scenario cannot be played as it should; the message says why.</summary>
internal sealed class ChaosException(string message) : Exception(message);
