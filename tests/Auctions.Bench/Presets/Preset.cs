namespace Auctions.Bench.Presets;

/// <summary>What is measured by one word.</summary>
/// <param name="Name">The word.</param>
/// <param name="Steps">One after the other.</param>
internal sealed record Preset(string Name, IReadOnlyList<Step> Steps)
{
    /// <summary>The engine against every peer, and a short spike.</summary>
    public static Preset Quick { get; } = new("quick",
    [
        new("tables", "--store postgres --scenario hot,spread --outstanding 1024,4096 --connections 1,16,64 " +
            "--seconds 2 --warmup 0.5 --runs 1"),
        new("spike", "--store postgres --scenario spike --seconds 2 --warmup 0.5 --runs 1 --lull 3 --burst 5")
        {
            Draws = true,
        },
    ]);

    /// <summary>Everything.</summary>
    public static Preset Full { get; } = new("full",
    [
        new("tables", "--store postgres --scenario hot,spread --shards 1,2,4 --seconds 3 --warmup 1 --runs 1"),
        new("many", "--store postgres --scenario many --shards 1,2,4 --outstanding 4096 --connections 16 " +
            "--seconds 3 --warmup 1 --runs 1"),
        new("tables on SQLite", "--store sqlite --peers none --scenario hot,spread --shards 1,2,4 " +
            "--seconds 3 --warmup 1 --runs 1"),
        new("many on SQLite", "--store sqlite --peers none --scenario many --shards 1,2,4 --outstanding 4096 " +
            "--seconds 3 --warmup 1 --runs 1"),
        new("peak of one auction", "--store postgres --peers none --peak --scenario hot " +
            "--seconds 3 --warmup 1 --runs 1"),
        new("peaks", "--store postgres --peak --scenario spread --connections 16 --seconds 3 --warmup 1 --runs 1")
        {
            Draws = true,
        },
        new("peaks on SQLite", "--store sqlite --peers none --peak --scenario spread --seconds 3 --warmup 1 --runs 1"),
        new("spike", "--store postgres --scenario spike --shards 1,4 --seconds 3 --warmup 1 --runs 1")
        {
            Draws = true,
        },
        new("tables, slower fsync", "--store postgres --scenario hot,spread --seconds 3 --warmup 1 --runs 1")
        {
            WantsDelay = true,
        },
        new("spike, slower fsync", "--store postgres --scenario spike --seconds 3 --warmup 1 --runs 1")
        {
            WantsDelay = true,
            Draws = true,
        },
    ]);
}
