using Auctions.Measuring;
using Npgsql;

namespace Auctions.Bench.Peers.Postgres;

/// <summary>
/// What a key was answered before. It is asked only when a bid was not taken, so that no other bid pays for it: a
/// repeat shows by itself, as the unique key refuses it.
/// </summary>
internal sealed class Earlier : IAsyncDisposable
{
    private const string Select =
        "select sequence, amount from auctions_bench.bid where bidder = $1 and auction_id = $2 and key = $3";

    private readonly NpgsqlCommand _command;
    private readonly NpgsqlParameter<Guid> _bidder = new();
    private readonly NpgsqlParameter<Guid> _auction = new();
    private readonly NpgsqlParameter<Guid> _key = new();

    private Earlier(NpgsqlConnection connection) =>
        _command = new NpgsqlCommand(Select, connection) { Parameters = { _bidder, _auction, _key } };

    public static async Task<Earlier> OpenAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var earlier = new Earlier(connection);
        await earlier._command.PrepareAsync(cancellation);
        return earlier;
    }

    /// <summary>Whether a bid failed, or several did, for nothing but a key that was there already.</summary>
    public static bool IsRepeat(Exception failure) => failure switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "bid_key" } => true,
        AggregateException several => several.InnerExceptions.All(IsRepeat),
        NpgsqlException { InnerException: AggregateException several } => IsRepeat(several),
        _ => false,
    };

    /// <summary>The answer to a bid that was not taken: that of its key, or a refusal if it has none.</summary>
    public async ValueTask<Outcome> AnswerAsync(PeerBid bid)
    {
        _bidder.TypedValue = bid.Bidder;
        _auction.TypedValue = bid.Auction;
        _key.TypedValue = bid.Key;
        await using var reader = await _command.ExecuteReaderAsync();
        return await reader.ReadAsync()
            ? Outcome.Accepted(reader.GetInt64(0), reader.GetInt64(1))
            : new Outcome(OutcomeKind.Refused);
    }

    public ValueTask DisposeAsync() => _command.DisposeAsync();
}
