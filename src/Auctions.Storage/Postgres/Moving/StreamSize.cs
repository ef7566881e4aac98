namespace Auctions.Storage.Postgres.Moving;

/// <summary>How much of a stream a shard has.</summary>
internal readonly record struct StreamSize(long Segments, long Bytes, long Events, long LastSequence);
