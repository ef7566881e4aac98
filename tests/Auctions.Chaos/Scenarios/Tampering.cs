using Auctions.Chaos.Databases;
using Auctions.Chaos.Machines;

namespace Auctions.Chaos.Scenarios;

/// <summary>Somebody changes what is stored, as superuser, while nothing runs. All of it must be found out.</summary>
internal static class Tampering
{
    // Segments of the auction with most of them, by number from the oldest, 0.
    private const string Segments = """
        create temporary table found as
        select auction_id, first_sequence, payload, row_number() over (order by first_sequence) - 1 as number,
            count(*) over () as total
        from auctions.segment
        where auction_id = (
            select auction_id from auctions.segment group by auction_id order by count(*) desc, auction_id limit 1);
        """;

    public static IReadOnlyList<Scenario> All { get; } =
    [
        Damage(
            "byte-flipped",
            "one bit of one byte in the middle of the payload of a segment in the middle.",
            """
            update auctions.segment as s
            set payload = set_byte(
                s.payload, length(s.payload) / 2, get_byte(s.payload, length(s.payload) / 2) # 1)
            from found as f
            where s.auction_id = f.auction_id and s.first_sequence = f.first_sequence and f.number = f.total / 2
            """),
        Damage(
            "segment-deleted",
            "a segment in the middle.",
            """
            delete from auctions.segment as s using found as f
            where s.auction_id = f.auction_id and s.first_sequence = f.first_sequence and f.number = f.total / 2
            """),
        Damage(
            "segments-swapped",
            "two neighbours in the middle have each other's events.",
            """
            update auctions.segment as s
            set payload = other.payload
            from found as f join found as other on other.number = case f.number
                when f.total / 2 then f.total / 2 + 1 when f.total / 2 + 1 then f.total / 2 end
            where s.auction_id = f.auction_id and s.first_sequence = f.first_sequence
            """),
        Damage(
            "tail-cut",
            "the last tenth of an auction's segments is deleted: acknowledged bids must be missed.",
            """
            delete from auctions.segment as s using found as f
            where s.auction_id = f.auction_id and s.first_sequence = f.first_sequence and f.number >= f.total * 9 / 10
            """)
            with { Expected = Expected.BidsLost },
        Victims.On(
            "older-backup-restored",
            "tampering: older backup",
            "a base backup taken in the middle of the storm is put back after it: acknowledged bids must be missed.",
            BackUpAsync)
            with
            {
                Expected = Expected.BidsLost,
                OthersKeep = null,
                AfterStormAsync = (stage, _) => Victims.Of(stage).RestoreAsync(),
            },
    ];

    private static Scenario Damage(string name, string how, string sql) => new(
        name, "tampering", how, StoreKind.Postgres, (_, _) => Task.CompletedTask)
    {
        Expected = Expected.DamageFound,
        AfterStormAsync = async (stage, token) =>
        {
            await using var session = await Sql.OpenAsync(stage.Shards[Stage.VictimShard], token);
            await Sql.RunAsync(session, Segments, token);
            var changed = await Sql.RunAsync(session, sql, token);
            stage.Demand(changed > 0, "nothing was changed");
        },
    };

    private static async Task BackUpAsync(Stage stage, PostgresServer server, CancellationToken cancellation)
    {
        await server.BackUpAsync();
        await stage.UntilAcknowledgedAsync(stage.Storm.Plan.BidsAfter, cancellation);
    }
}
