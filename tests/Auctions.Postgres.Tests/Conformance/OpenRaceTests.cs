using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.Statements;
using Auctions.Storage.Tests;
using Npgsql;
using NpgsqlTypes;

namespace Auctions.Postgres.Tests;

/// <summary>An open and an append that meet at the head row: whoever has it first, neither is misled.</summary>
[Collection(nameof(Deadlines))]
public sealed class OpenRaceTests(OwnDatabase database) : IClassFixture<OwnDatabase>
{
    private const string OfTheJournal =
        "from pg_stat_activity where datname = current_database() and application_name like 'OrleansAuctions%'";

    private const string Appending = $"{OfTheJournal} and wait_event_type = 'Lock' and wait_event = 'advisory'";
    private const string Opening = $"{OfTheJournal} and wait_event_type = 'Lock' and wait_event <> 'advisory'";

    [Fact]
    public async Task An_open_waits_for_an_append_in_flight_and_returns_it()
    {
        await using var race = await HoldAsync();
        var open = race.OpenAsync();
        await Servers.CountedAsync(database.Connection, $"select count(*) {Opening}");
        Assert.False(race.Append.IsCompleted || open.IsCompleted);
        await race.LetGoAsync();
        Assert.Equal([AppendStatus.Written], await race.Append);
        Assert.Equal(race.Sent.LastSequence, (await open).Sequence);
    }

    [Fact]
    public async Task An_open_returns_without_an_append_whose_backend_ended_and_nothing_of_it_lands_later()
    {
        await using var race = await HoldAsync();
        var open = race.OpenAsync();
        await Servers.CountedAsync(database.Connection, $"select count(*) {Opening}");
        await Servers.RunAsync(database.Connection, $"select pg_terminate_backend(pid) {Appending}");
        Assert.Equal(JournalFault.Unknown, await JournalOn.FaultAsync(() => race.Append));
        var next = await open;
        Assert.Equal(race.Sent.FirstSequence - 1, next.Sequence);
        await race.LetGoAsync();
        await next.WriteAsync(race.Now.Journal, next.Bid());
        Assert.False(await race.Now.HoldsAsync(race.Sent));
    }

    [Fact]
    public async Task Raising_the_epoch_waits_for_an_append_in_flight_and_tells_of_it()
    {
        await using var race = await HoldAsync();
        var raise = race.Now.RaiseAsync(race.Owner);
        await Servers.CountedAsync(database.Connection, $"select count(*) {Opening}");
        Assert.False(raise.IsCompleted);
        await race.LetGoAsync();
        Assert.Equal(race.Sent.LastSequence, Assert.NotNull(await raise).LastSequence);
    }

    [Fact]
    public async Task An_append_that_meets_an_open_under_way_is_told_at_once_to_come_again_and_then_is_fenced()
    {
        await using var journal = new JournalOn(database.Connection);
        var owner = await journal.StartAuctionAsync();
        var segment = owner.Bid();
        await using var session = new NpgsqlConnection($"{database.Connection};Pooling=false");
        await session.OpenAsync();
        await using var transaction = await session.BeginTransactionAsync();
        await using var open = session.Command(
            Statement.TakeOver,
            Ask.Of(new[] { owner.Id.Value }, NpgsqlDbType.Array | NpgsqlDbType.Uuid),
            Ask.Of(new[] { Guid.NewGuid() }, NpgsqlDbType.Array | NpgsqlDbType.Uuid));
        Assert.Equal(owner.Id.Value, await open.ExecuteScalarAsync());

        Assert.Equal(AppendStatus.NotYet, await owner.AppendAsync(journal.Journal, segment));
        await transaction.CommitAsync();
        Assert.Equal(AppendStatus.Fenced, await owner.AppendAsync(journal.Journal, segment));
        Assert.False(await journal.HoldsAsync(segment));
    }

    // An append that has the head row and waits in the middle of its insert.
    private async Task<Race> HoldAsync()
    {
        var race = new Race(database.Connection);
        race.Owner = await race.Old.StartAuctionAsync();
        race.Sent = race.Owner.Bid();
        await race.HoldAsync();
        race.Append = race.Old.Journal.AppendAsync(0, [race.Sent], default);
        await Servers.CountedAsync(database.Connection, $"select count(*) {Appending}");
        return race;
    }

    private sealed class Race(string connection) : IAsyncDisposable
    {
        private readonly NpgsqlConnection _lock = new($"{connection};Pooling=false");

        public JournalOn Old { get; } = new(connection);

        public JournalOn Now { get; } = new(connection);

        public Activation Owner { get; set; } = null!;

        public Segment Sent { get; set; } = null!;

        public Task<IReadOnlyList<AppendStatus>> Append { get; set; } = null!;

        public Task<Activation> OpenAsync() => Activation.OpenAsync(Now.Journal, Owner.Id, create: false);

        public async Task HoldAsync()
        {
            await Servers.RunAsync(connection, $"""
                create or replace function auctions.wait() returns trigger language plpgsql as $$ begin
                    perform pg_advisory_xact_lock_shared(1);
                    return new;
                end $$;
                create trigger wait_{Owner.Id.Value:N} before insert on auctions.segment for each row
                    when (new.auction_id = '{Owner.Id.Value}') execute function auctions.wait();
                """);
            await _lock.OpenAsync();
            await RunAsync("select pg_advisory_lock(1)");
        }

        public Task LetGoAsync() => RunAsync("select pg_advisory_unlock(1)");

        public async ValueTask DisposeAsync()
        {
            await _lock.DisposeAsync();
            await Record.ExceptionAsync(() => Append);
            await Old.DisposeAsync();
            await Now.DisposeAsync();
        }

        private async Task RunAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, _lock);
            await command.ExecuteNonQueryAsync();
        }
    }
}
