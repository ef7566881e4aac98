using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Auctions.Web.Http;

/// <summary>Reads a small JSON object from a request: all of it or a problem that says what is wrong.</summary>
internal static class RequestBody
{
    /// <summary>Largest body, in bytes.</summary>
    public const int BytesMax = 4 * 1024;

    private const int DepthMax = 8;
    private const string Json = "application/json";

    private static readonly JsonDocumentOptions Strict = new()
    {
        MaxDepth = DepthMax,
        AllowDuplicateProperties = false,
    };

    private static readonly Problem TooLarge =
        new(StatusCodes.Status413PayloadTooLarge, "too-large", $"A body has at most {BytesMax} bytes.");

    private static readonly Problem NotJson =
        CommonProblems.Of(StatusCodes.Status415UnsupportedMediaType);

    /// <summary>Reads the body and hands its fields to <paramref name="parse"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="parse">Reads the fields; its result counts only if it found no problem.</param>
    /// <param name="usual">Reads a body written as usual, and nothing from any other; null: there is no such.</param>
    /// <returns>What was parsed, or a problem.</returns>
    public static async ValueTask<(T? Value, Problem? Problem)> ReadAsync<T>(
        HttpRequest request, Func<JsonFields, T?> parse, Func<ReadOnlySpan<byte>, T?>? usual = null)
    {
        if (!IsJson(request.ContentType))
        {
            return (default, NotJson);
        }

        var (bytes, problem) = await ReadBytesAsync(request);
        if (problem is not null)
        {
            return (default, problem);
        }

        return usual is not null && usual(bytes) is { } value ? (value, null) : Parse(bytes, parse);
    }

    /// <summary>For calls that need no body: accepts none, or an empty object.</summary>
    public static async ValueTask<Problem?> ReadNothingAsync(HttpRequest request)
    {
        var (bytes, problem) = await ReadBytesAsync(request);
        if (problem is not null || bytes.Length == 0)
        {
            return problem;
        }

        return IsJson(request.ContentType) ? Parse(bytes, static fields => fields).Problem : NotJson;
    }

    private static bool IsJson(string? contentType) =>
        contentType == Json ||
        (MediaTypeHeaderValue.TryParse(contentType, out var media) &&
            media.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase) &&
            (media.Charset.Length == 0 ||
                HeaderUtilities.RemoveQuotes(media.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)));

    private static async ValueTask<(byte[] Bytes, Problem? Problem)> ReadBytesAsync(HttpRequest request)
    {
        if (request.ContentLength > BytesMax)
        {
            return ([], RefuseRest(request));
        }

        try
        {
            while (true)
            {
                var read = await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
                if (read.Buffer.Length > BytesMax)
                {
                    request.BodyReader.AdvanceTo(read.Buffer.End);
                    return ([], RefuseRest(request));
                }

                if (read.IsCompleted)
                {
                    var bytes = read.Buffer.ToArray();
                    request.BodyReader.AdvanceTo(read.Buffer.End);
                    return (bytes, null);
                }

                request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return ([], RefuseRest(request));
        }
        catch (BadHttpRequestException slow) when (slow.StatusCode == StatusCodes.Status408RequestTimeout)
        {
            request.HttpContext.Response.Headers.Connection = "close";
            return ([], CommonProblems.Of(slow.StatusCode));
        }
        catch (IOException broken) when (!request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            // Not always a BadHttpRequestException: a chunk whose size is no 64-bit number is none. Where the body ends
            // and the next request begins, nobody can tell.
            request.HttpContext.Response.Headers.Connection = "close";
            return ([], Problem.Invalid(new FieldProblem("", $"The body could not be read: {broken.Message}")));
        }
    }

    // The server hangs up rather than read a long rest; a client not told so would send its next request into that.
    private static Problem RefuseRest(HttpRequest request)
    {
        request.HttpContext.Response.Headers.Connection = "close";
        return TooLarge;
    }

    private static (T? Value, Problem? Problem) Parse<T>(byte[] bytes, Func<JsonFields, T?> parse)
    {
        var problems = new List<FieldProblem>();
        try
        {
            using var document = Parse(bytes);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return (default, Problem.Invalid(new FieldProblem("", "The body must be a JSON object.")));
            }

            var fields = new JsonFields(document.RootElement, "", problems);
            var value = parse(fields);
            fields.RefuseUnknown();
            return problems.Count == 0 ? (value, null) : (default, Problem.Invalid(problems));
        }
        catch (JsonException malformed)
        {
            return (default, Problem.Invalid(new FieldProblem("", $"The body is not valid JSON: {Brief(malformed)}")));
        }
    }

    // Strings are decoded only when they are looked at, and then one that is no text is no JsonException.
    private static JsonDocument Parse(byte[] bytes)
    {
        if (!Utf8.IsValid(bytes))
        {
            throw new JsonException("It is not UTF-8.");
        }

        try
        {
            return JsonDocument.Parse(bytes, Strict);
        }
        catch (InvalidOperationException broken)
        {
            throw new JsonException("A field's name has broken characters.", broken);
        }
    }

    // The parser's message names its own types and line numbers after the first sentence.
    private static string Brief(JsonException malformed)
    {
        var message = malformed.Message;
        var end = message.IndexOf(". ", StringComparison.Ordinal);
        return end > 0 ? message[..(end + 1)] : message;
    }
}
