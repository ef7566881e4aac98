namespace Auctions.Cli.Top;

/// <summary>A server that does not say what is hot now, and may do so again.</summary>
/// <param name="message">What happened.</param>
internal sealed class NotNowException(string message) : Exception(message);
