using Auctions.Bench.Measuring;
using Npgsql;

namespace Auctions.Bench.Peers;

/// <summary>One statement that checks, updates and inserts: the row is locked for no round trip.</summary>
internal sealed class StatementLane : ILane
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _command;
    private readonly NpgsqlParameter<Guid> _auction = new();
    private readonly NpgsqlParameter<long> _amount = new();
    private readonly NpgsqlParameter<Guid> _bidder = new();
    private readonly NpgsqlParameter<Guid> _key = new();

    private StatementLane(NpgsqlConnection connection)
    {
        _connection = connection;
        _command = new NpgsqlCommand(PeerSql.Read("statement"), connection)
        {
            Parameters = { _auction, _amount, _bidder, _key },
        };
    }

    public static async Task<ILane> OpenAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var lane = new StatementLane(connection);
        await lane._command.PrepareAsync(cancellation);
        return lane;
    }

    public async ValueTask<Outcome> BidAsync(Guid auction, long amount, Guid bidder, Guid key)
    {
        _auction.TypedValue = auction;
        _amount.TypedValue = amount;
        _bidder.TypedValue = bidder;
        _key.TypedValue = key;
        await using var reader = await _command.ExecuteReaderAsync();
        return await reader.ReadAsync()
            ? Outcome.Accepted(reader.GetInt64(0), reader.GetInt64(1))
            : new Outcome(OutcomeKind.Refused);
    }

    public async ValueTask DisposeAsync()
    {
        await _command.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
