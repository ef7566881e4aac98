namespace Auctions.Cli.Replay;

/// <summary>A request got no definite answer in time. Whether it took effect is unknown; its key will tell.</summary>
internal sealed class UnansweredException(string message) : CommandFailedException(message);
