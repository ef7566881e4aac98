using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.Connections;
using Npgsql;

namespace Auctions.Storage.Postgres.Journal;

/// <summary>The side of the journal that writes segments.</summary>
internal sealed partial class PostgresJournal
{
    public async Task<IReadOnlyList<AppendStatus>> AppendAsync(
        int shard, IReadOnlyList<Segment> segments, CancellationToken cancellation)
    {
        var statuses = new AppendStatus[segments.Count];
        var here = new List<int>(segments.Count);
        for (var at = 0; at < segments.Count; at++)
        {
            // What the slot map has moved away is written by nobody here any more.
            statuses[at] = AppendStatus.Fenced;
            if (slots.Map.TryGetShard(segments[at].Claim.Id, out var home) && home == shard)
            {
                here.Add(at);
            }
        }

        if (here.Count > 0)
        {
            var sent = here.Count == segments.Count ? segments : [.. here.Select(at => segments[at])];
            var answers = await AppendHereAsync(shards[shard], sent, cancellation);
            for (var i = 0; i < here.Count; i++)
            {
                statuses[here[i]] = answers[i];
            }
        }

        return statuses;
    }

    private async Task<AppendStatus[]> AppendHereAsync(
        PostgresShard shard, IReadOnlyList<Segment> segments, CancellationToken cancellation)
    {
        var listed = new List<int>();
        for (var at = 0; at < segments.Count; at++)
        {
            if (shard.Lists.AreDue(segments[at]))
            {
                listed.Add(at);
            }
        }

        var statuses = await shard.AskAsync(
            deadlines.Append,
            (connection, token) => AppendAsync(connection, segments, listed, token),
            cancellation);
        for (int at = 0, nextListed = 0; at < segments.Count; at++)
        {
            var isListed = nextListed < listed.Count && listed[nextListed] == at;
            nextListed += isListed ? 1 : 0;
            if (statuses[at] == AppendStatus.Written)
            {
                shard.Lists.Written(segments[at], isListed);
            }
            else if (statuses[at] == AppendStatus.Fenced)
            {
                shard.Lists.Forget(segments[at].Claim.Id);
            }
        }

        return statuses;
    }

    private static async Task<AppendStatus[]> AppendAsync(
        NpgsqlConnection connection,
        IReadOnlyList<Segment> segments,
        List<int> listed,
        CancellationToken cancellation)
    {
        var statuses = new AppendStatus[segments.Count];
        try
        {
            await using var command = AppendCommand.Make(connection, segments, listed);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var answered = 0;
            while (await reader.ReadAsync(cancellation))
            {
                statuses[(int)reader.GetInt64(0) - 1] = (AppendStatus)reader.GetInt32(1);
                answered++;
            }

            await reader.EndAsync(cancellation);
            return answered == segments.Count
                ? statuses
                : throw new JournalException(
                    JournalFault.Unknown, $"Of {segments.Count} segments {answered} were answered for.");
        }
        catch (PostgresException passing) when (PostgresFaults.IsPassing(passing, connection))
        {
            // Rolled back as it happens: the same batch again.
            Array.Fill(statuses, AppendStatus.NotYet);
            return statuses;
        }
    }
}
