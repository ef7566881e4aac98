using System.Globalization;
using System.Text.RegularExpressions;
using Auctions.Scenarios.Support;

namespace Auctions.Server.Tests.Fuzz;

/// <summary>
/// What a caller has to expect: the codes from docs/http-api.md, the statuses of each call from the OpenAPI document.
/// </summary>
internal sealed partial class Documented
{
    // The document leaves the pages out.
    private static readonly int[] OfPages = [200, 304, 404, 405, 412];

    private readonly Dictionary<string, HashSet<int>> _statuses;
    private readonly HashSet<(int Status, string Code)> _codes;

    private Documented(Dictionary<string, HashSet<int>> statuses, HashSet<(int Status, string Code)> codes) =>
        (_statuses, _codes) = (statuses, codes);

    public static async Task<Documented> ReadAsync(Api api)
    {
        var paths = (await api.GetAsync("/openapi/v1.json")).Is(200)["paths"];
        var statuses = new Dictionary<string, HashSet<int>>();
        foreach (var path in paths.EnumerateObject())
        {
            foreach (var call in path.Value.EnumerateObject())
            {
                var answers = call.Value.GetProperty("responses").EnumerateObject()
                    .Select(answer => int.Parse(answer.Name, CultureInfo.InvariantCulture));
                statuses.Add($"{call.Name.ToUpperInvariant()} {path.Name}", [.. answers]);
            }
        }

        return new Documented(statuses, ReadCodes());
    }

    public bool IsKnown(int status, string? code) => code is not null && _codes.Contains((status, code));

    /// <summary>Whether a call, or any call at all, may answer so.</summary>
    public bool MayAnswer(Endpoint? endpoint, int status)
    {
        if (endpoint is null)
        {
            return OfPages.Contains(status) || _statuses.Values.Any(known => known.Contains(status));
        }

        return endpoint.IsPage
            ? OfPages.Contains(status)
            : _statuses[$"{endpoint.Method} {endpoint.Path}"].Contains(status);
    }

    // In a line, a status is followed by its codes.
    private static HashSet<(int Status, string Code)> ReadCodes()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "OrleansAuctions.sln")))
        {
            folder = folder.Parent!;
        }

        var codes = new HashSet<(int, string)>();
        foreach (var line in File.ReadLines(Path.Combine(folder.FullName, "docs", "http-api.md")))
        {
            var status = 0;
            foreach (Match word in StatusOrCode().Matches(line))
            {
                if (word.Groups[1].Success)
                {
                    status = int.Parse(word.Groups[1].Value, CultureInfo.InvariantCulture);
                }
                else if (status >= 400)
                {
                    codes.Add((status, word.Groups[2].Value));
                }
            }
        }

        return codes;
    }

    [GeneratedRegex(@"\b([2-5]\d\d)\b|`([a-z]+(?:-[a-z]+)*)`")]
    private static partial Regex StatusOrCode();
}
