using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Auctions.Web.Http;

/// <summary>
/// An answer of one JSON object. Its length is known before it leaves, so that head and body go out together: without
/// it the end of the body would be a packet of its own.
/// </summary>
/// <param name="body">The object.</param>
/// <param name="type">How it becomes JSON.</param>
/// <param name="status">HTTP status.</param>
/// <param name="contentType">What it is called.</param>
internal sealed class JsonAnswer<T>(
    T body,
    JsonTypeInfo<T> type,
    int status = StatusCodes.Status200OK,
    string contentType = "application/json; charset=utf-8") : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, type);
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = bytes.Length;
        await response.BodyWriter.WriteAsync(bytes);
    }
}
