using Auctions.Core;

namespace Auctions.Storage.Postgres.Replicas;

/// <summary>How far a stream has to have come where it is read; the default: however far.</summary>
/// <param name="Id">The stream.</param>
/// <param name="Needed">The sequence without which there is no answer.</param>
/// <param name="Wished">The sequence for which a replica is passed over as long as the primary answers.</param>
internal readonly record struct Reach(AuctionId Id, long Needed, long Wished);
