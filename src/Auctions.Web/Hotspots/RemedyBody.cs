using System.Text.Json.Serialization;

namespace Auctions.Web.Hotspots;

/// <summary>What a remedy would do, or has done.</summary>
/// <param name="Refusal">Why it cannot be done, and what to do instead; null: it can.</param>
/// <param name="Steps">What happens, for people.</param>
/// <param name="IsDone">Whether it was done.</param>
/// <param name="ServerTime">When it was answered.</param>
public sealed record RemedyBody(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Refusal,
    IReadOnlyList<string> Steps,
    bool IsDone,
    DateTime ServerTime);
