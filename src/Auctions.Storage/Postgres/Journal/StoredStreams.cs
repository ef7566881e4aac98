using Auctions.Core;
using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.Statements;
using Npgsql;
using NpgsqlTypes;

namespace Auctions.Storage.Postgres.Journal;

/// <summary>Reads streams as a shard stores them, all of them from one snapshot.</summary>
internal static class StoredStreams
{
    // The kinds of rows that the statement mixes.
    private const int Fold = 0, Chunk = 1, Segment = 2, Outage = 3;

    /// <summary>What is stored, by auction; one that does not exist is missing.</summary>
    public static async Task<Dictionary<AuctionId, (StoredStream Stream, Outage? Outage)>> ReadAsync(
        NpgsqlConnection connection,
        IReadOnlyList<AuctionId> ids,
        bool withChunks,
        CancellationToken cancellation)
    {
        await using var command = connection.Command(
            Statement.Read, Ask.Column(ids, id => id.Value, NpgsqlDbType.Uuid), Ask.Of(withChunks));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var streams = new Dictionary<AuctionId, (StoredStream, Outage?)>();
        var parts = new Parts();
        while (await reader.ReadAsync(cancellation))
        {
            var position = reader.GetInt64(0);
            if (position != parts.Position)
            {
                parts.AddTo(streams, ids);
                parts = new Parts { Position = position };
            }

            switch (reader.GetInt32(1))
            {
                case Fold:
                    parts.Snapshot = reader.IsDBNull(2) ? null : new StoredSnapshot(
                        ids[(int)position - 1],
                        reader.GetInt64(2),
                        reader.GetInt16(5),
                        reader.GetBytes(6),
                        reader.GetBytes(7));
                    break;
                case Chunk:
                    parts.Chunks.Add(new StoredChunk(reader.GetInt64(2), reader.GetInt16(5), reader.GetBytes(7)));
                    break;
                case Segment:
                    parts.Segments.Add(new StoredSegment(
                        reader.GetInt64(2),
                        reader.GetInt64(3),
                        reader.GetInt64(4),
                        reader.GetInt16(5),
                        reader.GetBytes(6),
                        reader.GetBytes(7)));
                    break;
                case Outage:
                    parts.Outage = new Outage(reader.GetInstant(2), reader.GetInstant(3));
                    break;
            }
        }

        await reader.EndAsync(cancellation);
        parts.AddTo(streams, ids);
        return streams;
    }

    private sealed class Parts
    {
        public long Position { get; init; }

        public StoredSnapshot? Snapshot { get; set; }

        public List<StoredChunk> Chunks { get; } = [];

        public List<StoredSegment> Segments { get; } = [];

        public Outage? Outage { get; set; }

        public void AddTo(Dictionary<AuctionId, (StoredStream, Outage?)> streams, IReadOnlyList<AuctionId> ids)
        {
            if (Position > 0)
            {
                var id = ids[(int)Position - 1];
                streams[id] = (new StoredStream(id, Snapshot, Chunks, Segments), Outage);
            }
        }
    }
}
