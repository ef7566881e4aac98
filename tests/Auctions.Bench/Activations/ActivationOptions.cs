using Auctions.Bench.Subjects;

namespace Auctions.Bench.Activations;

/// <summary>What is opened, and how often.</summary>
/// <param name="Bids">Bids of the large auction.</param>
/// <param name="Auctions">Auctions held open at once.</param>
/// <param name="Runs">How often each is opened.</param>
/// <param name="Store">Where the engine journals.</param>
internal sealed record ActivationOptions(int Bids, int Auctions, int Runs, StoreChoice Store);
