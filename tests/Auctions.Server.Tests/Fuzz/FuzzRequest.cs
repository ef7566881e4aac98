using System.Text;

namespace Auctions.Server.Tests.Fuzz;

/// <summary>A request that an HTTP library can be talked into sending.</summary>
internal sealed class FuzzRequest
{
    private const int ShownBytesMax = 300;

    public required string Method { get; set; }

    /// <summary>Path and query as they go into the request line.</summary>
    public required string Target { get; set; }

    /// <summary>Whose documented answers it may get; null: those of any call.</summary>
    public Endpoint? Endpoint { get; set; }

    public List<(string Name, string Value)> Headers { get; } = [];

    public byte[]? Body { get; set; }

    public bool IsChunked { get; set; }

    /// <summary>Whether the web server itself may refuse it: then the answer has no body.</summary>
    public bool IsBadHttp { get; set; }

    /// <summary>Which of its sender's auctions it makes anew.</summary>
    public int? Renews { get; init; }

    /// <summary>Whether the server may hang up before it has read all of it.</summary>
    public bool IsLong => Body?.Length > 16 * 1024;

    public void Set(string header, params string[] values)
    {
        Headers.RemoveAll(old => old.Name == header);
        Headers.AddRange(values.Select(value => (header, value)));
    }

    public override string ToString()
    {
        var text = new StringBuilder($"{Method} {Shown(Target)}");
        foreach (var (name, value) in Headers)
        {
            text.Append($"\n  {name}: {Shown(value)}");
        }

        return Body is null
            ? text.ToString()
            : text.Append($"\n  {Body.Length} bytes{(IsChunked ? " in chunks" : "")}: ")
                .Append(Shown(Encoding.Latin1.GetString(Body))).ToString();
    }

    internal static string Shown(string text)
    {
        var escaped = string.Concat(text.Take(ShownBytesMax)
            .Select(one => one is >= ' ' and <= '~' ? one.ToString() : $"\\u{(int)one:x4}"));
        return text.Length > ShownBytesMax ? $"{escaped} ... ({text.Length})" : escaped;
    }
}
