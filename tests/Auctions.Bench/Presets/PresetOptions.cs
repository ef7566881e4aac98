using Auctions.Bench.Reporting;

namespace Auctions.Bench.Presets;

/// <summary>Where the steps of a preset find and leave things.</summary>
/// <param name="Common">What is added to each step's arguments.</param>
/// <param name="Postgres">A file with the servers; null: the environment names them.</param>
/// <param name="Redis">HOST:PORT of a Redis server; null: the environment names it, if there is one.</param>
/// <param name="Outputs">Who gets the figures of all steps.</param>
internal sealed record PresetOptions(IReadOnlyList<string> Common, string? Postgres, string? Redis, Outputs Outputs);
