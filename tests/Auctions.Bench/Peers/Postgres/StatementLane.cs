using Auctions.Measuring;
using Npgsql;

namespace Auctions.Bench.Peers.Postgres;

/// <summary>One statement that checks, updates and inserts: the row is locked for no round trip.</summary>
internal sealed class StatementLane : ILane
{
    private readonly NpgsqlConnection _connection;
    private readonly Earlier _earlier;
    private readonly NpgsqlCommand _command;
    private readonly StatementParameters _parameters = new();

    private StatementLane(NpgsqlConnection connection, Earlier earlier)
    {
        _connection = connection;
        _earlier = earlier;
        _command = new NpgsqlCommand(StatementParameters.Sql, connection);
        _parameters.AddTo(_command.Parameters);
    }

    public static async Task<ILane> OpenAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var lane = new StatementLane(connection, await Earlier.OpenAsync(connection, cancellation));
        await lane._command.PrepareAsync(cancellation);
        return lane;
    }

    public async ValueTask<Outcome> BidAsync(PeerBid bid)
    {
        _parameters.Set(bid);
        try
        {
            await using var reader = await _command.ExecuteReaderAsync();
            if (await reader.ReadAsync())
            {
                return Outcome.Accepted(reader.GetInt64(0), reader.GetInt64(1));
            }
        }
        catch (NpgsqlException failure) when (Earlier.IsRepeat(failure))
        {
            // The statement undid itself; the answer is that of the first time.
        }

        return await _earlier.AnswerAsync(bid);
    }

    public async ValueTask DisposeAsync()
    {
        await _command.DisposeAsync();
        await _earlier.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
