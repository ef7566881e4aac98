namespace Auctions.Storage.Postgres.ReadModels;

/// <summary>A place in a shard's journal in the order of transactions: the last segment taken in.</summary>
internal readonly record struct JournalPosition(ulong Transaction, Guid Auction, long First);
