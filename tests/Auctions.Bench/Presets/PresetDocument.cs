using System.Text.Json;
using System.Text.Json.Nodes;
using Auctions.Bench.Reporting;

namespace Auctions.Bench.Presets;

/// <summary>What <c>--json</c> writes of a preset.</summary>
/// <param name="Preset">Its name.</param>
/// <param name="Machine">On what.</param>
/// <param name="Steps">What each step wrote.</param>
internal sealed record PresetDocument(string Preset, Machine? Machine, IReadOnlyList<StepDocument> Steps)
{
    /// <summary>By this property a preset's file differs from that of a single run.</summary>
    public const string StepsName = "steps";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <exception cref="JsonException">It is none.</exception>
    public static PresetDocument Of(JsonElement element) => element.Deserialize<PresetDocument>(Json)!;

    /// <summary>Puts together what steps wrote, as they wrote it.</summary>
    /// <param name="preset">Its name.</param>
    /// <param name="steps">Title and JSON of each step; null: it was left out or wrote nothing.</param>
    public static string Write(string preset, IEnumerable<(string Title, string? Json)> steps) => new JsonObject
    {
        ["preset"] = preset,
        ["machine"] = JsonSerializer.SerializeToNode(Machine.Here, Json),
        [StepsName] = new JsonArray([.. steps.Select(step => new JsonObject
        {
            ["title"] = step.Title,
            ["report"] = step.Json is null ? null : JsonNode.Parse(step.Json),
        })]),
    }.ToJsonString(Json);
}

/// <summary>What a step wrote.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Report">Null: it was left out, or wrote no report of this kind.</param>
internal sealed record StepDocument(string Title, ReportDocument? Report);
