using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Auctions.Scenarios.Support;

/// <summary>One event of a live feed.</summary>
/// <param name="Name">view or heartbeat.</param>
/// <param name="Id">The view's sequence.</param>
/// <param name="Data">Its JSON.</param>
public sealed record FeedEvent(string? Name, long? Id, string Data)
{
    public JsonElement Json { get; } = JsonDocument.Parse(Data).RootElement;

    public string? Status => Json.GetProperty("status").GetString();
}

/// <summary>A watcher of a live feed.</summary>
public sealed class Feed : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private Feed(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _lines = new StreamReader(body);
    }

    public int Status => (int)_response.StatusCode;

    public string? ContentType => _response.Content.Headers.ContentType?.MediaType;

    /// <summary>All headers, one a line.</summary>
    public string Headers => $"{_response.Headers}{_response.Content.Headers}";

    /// <summary>Everything received so far, byte for byte but for line ends.</summary>
    public List<string> Received { get; } = [];

    public static async Task<Feed> OpenAsync(Api api, string path, string? lastEventId)
    {
        var response = await api.OpenAsync(path, request =>
        {
            request.Headers.TryAddWithoutValidation("Accept", "text/event-stream");
            if (lastEventId is not null)
            {
                request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
            }
        });
        return new Feed(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event; null once the feed has ended.</summary>
    public async Task<FeedEvent?> NextAsync()
    {
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        string? name = null, data = null;
        long? id = null;
        while (await _lines.ReadLineAsync(deadline.Token) is { } line)
        {
            Received.Add(line);
            var (field, value) = line.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon
                ? (line[..colon], line[(colon + 2)..])
                : (line, "");
            switch (field)
            {
                case "event":
                    name = value;
                    break;
                case "id":
                    id = long.Parse(value, CultureInfo.InvariantCulture);
                    break;
                case "data":
                    data += value;
                    break;
                case "" when data is not null:
                    return new FeedEvent(name, id, data);
            }
        }

        return null;
    }

    /// <summary>The next event of a name; others do not go on for ever.</summary>
    public async Task<FeedEvent> NextAsync(string name)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var next = await NextAsync();
            Assert.True(next is not null, $"The feed ended before a {name}: {string.Join('\n', Received)}");
            Assert.True(
                waited.Elapsed < 2 * Eventually.Deadline || next.Name == name,
                $"There is no {name}: {string.Join('\n', Received)}");
            if (next.Name == name)
            {
                return next;
            }
        }
    }

    /// <summary>The views until the feed ends.</summary>
    public async Task<List<FeedEvent>> RestAsync()
    {
        var views = new List<FeedEvent>();
        while (await NextAsync() is { } next)
        {
            if (next.Name == "view")
            {
                views.Add(next);
            }
        }

        return views;
    }

    public void Dispose()
    {
        _lines.Dispose();
        _response.Dispose();
    }
}
