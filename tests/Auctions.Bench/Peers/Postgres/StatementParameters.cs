using Npgsql;

namespace Auctions.Bench.Peers.Postgres;

/// <summary>What the one statement is given.</summary>
internal sealed class StatementParameters
{
    private readonly NpgsqlParameter<Guid> _auction = new();
    private readonly NpgsqlParameter<long> _amount = new();
    private readonly NpgsqlParameter<Guid> _bidder = new();
    private readonly NpgsqlParameter<Guid> _key = new();

    /// <summary>Gives a row of sequence and amount, or none: the bid was not taken.</summary>
    public static string Sql { get; } = PeerText.Read("statement");

    public void AddTo(NpgsqlParameterCollection parameters)
    {
        parameters.Add(_auction);
        parameters.Add(_amount);
        parameters.Add(_bidder);
        parameters.Add(_key);
    }

    public void Set(PeerBid bid)
    {
        _auction.TypedValue = bid.Auction;
        _amount.TypedValue = bid.Amount;
        _bidder.TypedValue = bid.Bidder;
        _key.TypedValue = bid.Key;
    }
}
