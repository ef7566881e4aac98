using System.Net;
using System.Text.Json;

namespace Auctions.Cli.Replay;

/// <summary>A whole answer of the API.</summary>
internal sealed record Answer(HttpStatusCode Status, byte[] Body)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public bool IsSuccess => (int)Status is >= 200 and <= 299;

    /// <summary>The body as <typeparamref name="T"/>; null if it is something else.</summary>
    public T? As<T>() where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Body, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Status, code and detail in words.</summary>
    public override string ToString()
    {
        var problem = As<Problem>();
        var fields = problem?.Errors?.Select(error => $"{error.Pointer} {error.Detail}") ?? [];
        var what = $"{(int)Status} {problem?.Code ?? Status.ToString()}";
        string?[] words = [what, problem?.Detail ?? problem?.Title, .. fields];
        return string.Join(": ", words.Where(word => !string.IsNullOrWhiteSpace(word)));
    }

    /// <summary>The parts of an RFC 9457 body that a person can act on.</summary>
    private sealed record Problem(string? Code, string? Title, string? Detail, IReadOnlyList<FieldProblem>? Errors);

    private sealed record FieldProblem(string? Pointer, string? Detail);
}
