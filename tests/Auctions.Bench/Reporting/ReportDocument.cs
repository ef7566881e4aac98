using System.Text.Encodings.Web;
using System.Text.Json;

namespace Auctions.Bench.Reporting;

/// <summary>What <c>--json</c> writes. What is missing in a file of another version is null.</summary>
/// <param name="Settings">Under what conditions.</param>
/// <param name="Machine">On what.</param>
/// <param name="StoredRight">Whether every store held what was acknowledged.</param>
/// <param name="Standings">Who was loaded as asked.</param>
/// <param name="Ratios">The engine against its peers.</param>
/// <param name="Peaks">What each bears.</param>
/// <param name="Spikes">How spikes went.</param>
/// <param name="Retries">Who had to try bids once more.</param>
/// <param name="Runs">The runs behind the standings, in their order.</param>
internal sealed record ReportDocument(
    IReadOnlyDictionary<string, string>? Settings,
    Machine? Machine,
    bool StoredRight,
    IReadOnlyList<Standing>? Standings,
    IReadOnlyList<Ratio>? Ratios,
    IReadOnlyList<PeakLine>? Peaks,
    IReadOnlyList<SpikeLine>? Spikes,
    IReadOnlyList<RetryRate>? Retries,
    IReadOnlyList<IReadOnlyList<RunLine>>? Runs)
{
    // Signs such as + stay readable; nothing of this goes into a page.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <exception cref="JsonException">It is none.</exception>
    public static ReportDocument Of(JsonElement element) => element.Deserialize<ReportDocument>(Json)!;
}
