using System.Text.Json;

namespace Auctions.Cli.Doctor;

/// <summary>What it looks like when somebody asked over HTTP does not answer, or not as expected.</summary>
internal static class NoAnswer
{
    /// <param name="failed">What was thrown.</param>
    /// <param name="cancellation">Of whoever asks: that one gave up is no answer of the other side's.</param>
    public static bool Is(Exception failed, CancellationToken cancellation) =>
        failed is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException or NotSupportedException ||
        (failed is OperationCanceledException && !cancellation.IsCancellationRequested);
}
