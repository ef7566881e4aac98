using System.Text.Json.Serialization;

namespace Auctions.Web.Internal;

/// <summary>How many silos are needed, and why.</summary>
internal sealed record ScalingBody
{
    /// <summary>The highest bids/s expected within the horizon, over twenty seconds.</summary>
    public required double ExpectedBidsPerSecond { get; init; }

    /// <summary>Bids/s of late.</summary>
    public required double BidsPerSecond { get; init; }

    /// <summary>How many auctions close within the horizon.</summary>
    public required int Closing { get; init; }

    public required int HorizonSeconds { get; init; }

    public required double BidsPerSecondPerSilo { get; init; }

    public required double Headroom { get; init; }

    /// <summary>The figure to scale by.</summary>
    public required int Silos { get; init; }

    public required int SilosMin { get; init; }

    public required int SilosMax { get; init; }

    public required int LeadSeconds { get; init; }

    /// <summary>When this was answered.</summary>
    public required DateTime Now { get; init; }

    /// <summary>Whatever was counted until then is in it.</summary>
    public required DateTime AsOf { get; init; }

    /// <summary>Processes that report.</summary>
    public required int Processes { get; init; }

    /// <summary>Whether something is older than it should be, or missing: <see cref="Problem"/> says what.</summary>
    public required bool IsStale { get; init; }

    public string? Problem { get; init; }

    public required DateTime ServerTime { get; init; }
}

/// <summary>How it becomes JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ScalingBody))]
internal sealed partial class ScalingJson : JsonSerializerContext;
