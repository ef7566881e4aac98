using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Auctions.Web.Tests.Support;

/// <summary>A response whose other side reads when told to; until then a bounded number of bytes is held.</summary>
internal sealed class PipedResponse :
    IHttpResponseBodyFeature, IHttpRequestLifetimeFeature, IConnectionLifetimeFeature
{
    private readonly Pipe _pipe;

    public PipedResponse(int bytesMax = 1024 * 1024)
    {
        _pipe = new Pipe(new PipeOptions(
            pauseWriterThreshold: bytesMax, resumeWriterThreshold: bytesMax / 2, useSynchronizationContext: false));
        Http.Features.Set<IHttpResponseBodyFeature>(this);
        Http.Features.Set<IHttpRequestLifetimeFeature>(this);
        Http.Features.Set<IConnectionLifetimeFeature>(this);
    }

    public HttpContext Http { get; } = new DefaultHttpContext();

    public bool IsAborted { get; private set; }

    /// <summary>Whether its connection was cut off, with whatever else is on it.</summary>
    public bool IsCutOff { get; private set; }

    public CancellationToken RequestAborted { get; set; }

    public CancellationToken ConnectionClosed { get; set; }

    public Stream Stream => Writer.AsStream();

    public PipeWriter Writer => _pipe.Writer;

    /// <summary>Everything sent and not read yet; nothing if there is nothing.</summary>
    public string Read()
    {
        var text = new StringBuilder();
        while (_pipe.Reader.TryRead(out var result) && !result.Buffer.IsEmpty)
        {
            text.Append(Encoding.UTF8.GetString(result.Buffer));
            _pipe.Reader.AdvanceTo(result.Buffer.End);
        }

        return text.ToString();
    }

    /// <summary>The ids of the views sent and not read yet.</summary>
    public long[] ReadIds() =>
        [.. Read().Split('\n').Where(line => line.StartsWith("id: ", StringComparison.Ordinal))
            .Select(line => long.Parse(line[4..], null))];

    /// <summary>The other side goes away.</summary>
    public void Hang() => _pipe.Reader.Complete();

    public void Abort() => IsAborted = true;

    void IConnectionLifetimeFeature.Abort() => IsCutOff = true;

    public void DisableBuffering()
    {
    }

    public Task CompleteAsync() => Writer.CompleteAsync().AsTask();

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
}
