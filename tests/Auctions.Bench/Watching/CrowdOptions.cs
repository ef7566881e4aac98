namespace Auctions.Bench.Watching;

/// <summary>Who watches what.</summary>
/// <param name="Url">The server, by http; its path ends with a slash.</param>
/// <param name="Auction">The auction.</param>
/// <param name="Watchers">How many watch it.</param>
/// <param name="Slow">How many of them stop reading when told to.</param>
/// <param name="ComeBack">Whether they connect anew, as pages do, when a connection ends before the auction.</param>
internal sealed record CrowdOptions(Uri Url, string Auction, int Watchers, int Slow, bool ComeBack);
