using System.Threading.Channels;
using Auctions.Measuring;
using Npgsql;

namespace Auctions.Bench.Peers.Postgres;

/// <summary>
/// A connection on which many bids travel at once. What waits leaves together and no bid waits for the answer of
/// another, but each is a transaction of its own, with a commit of its own, and fails alone: there is an error barrier
/// (a Sync message) after each.
/// </summary>
internal sealed class Pipe : IAsyncDisposable
{
    /// <summary>Most bids on their way on one connection.</summary>
    public const int DepthMax = 64;

    private readonly NpgsqlConnection _connection;
    private readonly Earlier _earlier;
    private readonly NpgsqlBatch _batch;
    private readonly StatementParameters[] _parameters = new StatementParameters[DepthMax];
    private readonly NpgsqlBatchCommand[] _commands = new NpgsqlBatchCommand[DepthMax];

    private Pipe(NpgsqlConnection connection, Earlier earlier)
    {
        _connection = connection;
        _earlier = earlier;
        _batch = new NpgsqlBatch(connection) { EnableErrorBarriers = true };
        for (var at = 0; at < DepthMax; at++)
        {
            _parameters[at] = new StatementParameters();
            _commands[at] = new NpgsqlBatchCommand(StatementParameters.Sql);
            _parameters[at].AddTo(_commands[at].Parameters);
            _batch.BatchCommands.Add(_commands[at]);
        }
    }

    public static async Task<Pipe> OpenAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var pipe = new Pipe(connection, await Earlier.OpenAsync(connection, cancellation));
        await pipe._batch.PrepareAsync(cancellation);
        return pipe;
    }

    /// <summary>Sends what waits and answers it, until there is nothing more to come.</summary>
    public async Task WorkAsync(ChannelReader<WaitingBid> waiting)
    {
        var bids = new List<WaitingBid>(DepthMax);
        while (await waiting.WaitToReadAsync())
        {
            while (bids.Count < DepthMax && waiting.TryRead(out var bid))
            {
                bids.Add(bid);
            }

            try
            {
                await SendAsync(bids);
            }
            catch (Exception broken)
            {
                bids.ForEach(bid => bid.TrySetException(broken));
            }

            bids.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _batch.DisposeAsync();
        await _earlier.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task SendAsync(List<WaitingBid> bids)
    {
        if (bids.Count == 0)
        {
            return; // another connection was faster
        }

        _batch.BatchCommands.Clear();
        for (var at = 0; at < bids.Count; at++)
        {
            _parameters[at].Set(bids[at].Bid);
            _batch.BatchCommands.Add(_commands[at]);
        }

        try
        {
            await using var reader = await _batch.ExecuteReaderAsync();
            for (var at = 0; at < bids.Count; at++)
            {
                if (await reader.ReadAsync())
                {
                    bids[at].SetResult(Outcome.Accepted(reader.GetInt64(0), reader.GetInt64(1)));
                }

                await reader.NextResultAsync();
            }
        }
        catch (Exception failure) when (Earlier.IsRepeat(failure))
        {
            // The results behind it are skipped by the client, but were carried out: their keys tell.
        }

        foreach (var bid in bids)
        {
            if (!bid.Task.IsCompleted)
            {
                bid.SetResult(await _earlier.AnswerAsync(bid.Bid));
            }
        }
    }
}
