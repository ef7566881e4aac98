using System.Data;
using System.Net.Sockets;
using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.Connections;
using Npgsql;

namespace Auctions.Postgres.Tests;

/// <summary>What an error means, SQLSTATE by SQLSTATE.</summary>
public sealed class FaultTableTests
{
    private const JournalFault Rejected = JournalFault.Rejected;
    private const JournalFault Unavailable = JournalFault.Unavailable;
    private const JournalFault Unknown = JournalFault.Unknown;

    [Theory]
    [InlineData("ERROR", "23505", Rejected)] // unique violation
    [InlineData("ERROR", "23514", Rejected)] // check violation
    [InlineData("ERROR", "22P02", Rejected)] // a value that is none
    [InlineData("ERROR", "54000", Rejected)] // program limit
    [InlineData("ERROR", "P0001", Rejected)] // raised by a function
    [InlineData("ERROR", "53100", Unavailable)] // disk full
    [InlineData("ERROR", "53200", Unavailable)] // out of memory
    [InlineData("ERROR", "25006", Unavailable)] // read-only transaction
    [InlineData("ERROR", "42501", Unavailable)] // no right
    [InlineData("ERROR", "42P01", Unavailable)] // no such table
    [InlineData("ERROR", "40P01", Unavailable)] // deadlock
    [InlineData("ERROR", "40001", Unavailable)] // serialization
    [InlineData("ERROR", "57014", Unavailable)] // cancelled by somebody else
    [InlineData("ERROR", "57P01", Unknown)] // terminated
    [InlineData("ERROR", "58030", Unknown)] // input or output error
    [InlineData("ERROR", "58P01", Unknown)] // a file is missing
    [InlineData("ERROR", "08006", Unknown)] // connection failure
    [InlineData("ERROR", "08P01", Unknown)] // protocol violation
    [InlineData("FATAL", "57P01", Unknown)] // terminated by an administrator
    [InlineData("FATAL", "57P02", Unknown)] // another backend crashed
    [InlineData("FATAL", "57P03", Unknown)] // starting up or shutting down
    [InlineData("FATAL", "53300", Unknown)] // too many connections
    [InlineData("FATAL", "23505", Unknown)]
    [InlineData("PANIC", "58030", Unknown)]
    [InlineData("PANIC", "53100", Unknown)]
    [InlineData("PANIC", "XX000", Unknown)]
    public async Task An_error_on_an_open_connection_means(string severity, string state, JournalFault meaning)
    {
        await using var connection = new NpgsqlConnection($"{Servers.All[0]};Pooling=false");
        await connection.OpenAsync();
        var error = Error(severity, state);
        var told = PostgresFaults.Translate(error, connection);
        Assert.Equal((meaning, error), (told.Fault, told.InnerException));
        Assert.Equal(meaning != Unknown, PostgresFaults.IsDefinite(error, ConnectionState.Open));
    }

    [Theory]
    [InlineData("23505")]
    [InlineData("40P01")]
    [InlineData("53100")]
    [InlineData("25006")]
    public void No_error_of_a_connection_that_is_gone_is_a_no(string state)
    {
        var error = Error("ERROR", state);
        using var gone = new NpgsqlConnection(Servers.All[0]);
        Assert.Equal(Unknown, PostgresFaults.Translate(error, gone).Fault);
        Assert.False(PostgresFaults.IsPassing(error, gone));
        Assert.All(
            Enum.GetValues<ConnectionState>().Where(connection => connection != ConnectionState.Open),
            connection => Assert.False(PostgresFaults.IsDefinite(error, connection)));
    }

    [Theory]
    [InlineData("40P01", true)]
    [InlineData("40001", true)]
    [InlineData("55P03", true)]
    [InlineData("40002", false)]
    [InlineData("23505", false)]
    [InlineData("53100", false)]
    [InlineData("25006", false)]
    public async Task Only_what_was_rolled_back_as_it_happens_is_sent_again_as_it_is(string state, bool passes)
    {
        await using var connection = new NpgsqlConnection($"{Servers.All[0]};Pooling=false");
        await connection.OpenAsync();
        Assert.Equal(passes, PostgresFaults.IsPassing(Error("ERROR", state), connection));
        Assert.False(PostgresFaults.IsPassing(Error("FATAL", state), connection));
    }

    [Fact]
    public async Task What_did_not_come_from_the_server_is_never_a_no()
    {
        Exception[] errors =
        [
            new NpgsqlException("Exception while reading from stream", new IOException()),
            new NpgsqlException("Exception while writing to stream", new SocketException()),
            new NpgsqlOperationInProgressException(new NpgsqlCommand()),
            new IOException(),
            new SocketException((int)SocketError.ConnectionReset),
            new TimeoutException(),
            new OperationCanceledException(),
            new ObjectDisposedException("connection"),
            new InvalidCastException(),
            new InvalidOperationException("a bug"),
        ];
        await using var connection = new NpgsqlConnection($"{Servers.All[0]};Pooling=false");
        await connection.OpenAsync();
        Assert.All(errors, error => Assert.Equal(Unknown, PostgresFaults.Translate(error, connection).Fault));
        Assert.All(errors, error => Assert.False(PostgresFaults.IsPassing(error, connection)));
    }

    [Fact]
    public void What_was_told_already_is_told_as_it_was()
    {
        var told = new JournalException(Rejected, "no");
        using var gone = new NpgsqlConnection(Servers.All[0]);
        Assert.Same(told, PostgresFaults.Translate(told, gone));
    }

    // A server in another language translates the severity; the invariant one stays.
    private static PostgresException Error(string severity, string state) =>
        new("made up", "FEHLER", severity, state);
}
