using System.Text.RegularExpressions;

namespace Auctions.Scenarios.Support;

/// <summary>What every answer must tell a browser, of whatever kind it is; none may let another site read it.</summary>
public static partial class SafetyHeaders
{
    private static readonly (string Name, string Value)[] Always =
    [
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ];

    // A page may load what is served beside it; nothing may load anything else, or run what stands in it.
    private static readonly string[] OfPages =
    [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
        "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'", "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ];

    private static readonly string[] OfOthers =
        ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"];

    /// <summary>What is wrong with the headers of an answer; null if nothing is.</summary>
    /// <param name="header">Answers the value of a header; null: it is not there.</param>
    /// <param name="all">All headers, one a line.</param>
    public static string? Fault(Func<string, string?> header, string all)
    {
        if (Telltale().Match(all) is { Success: true } told)
        {
            return $"It has the header {told.Value}";
        }

        foreach (var (name, value) in Always)
        {
            if (header(name) != value)
            {
                return $"{name} is {header(name)}, not {value}.";
            }
        }

        if (header("Permissions-Policy")?.Contains("camera=()", StringComparison.Ordinal) != true)
        {
            return "It forbids no camera.";
        }

        if (string.IsNullOrEmpty(header("Cache-Control")))
        {
            return "It does not say who may keep it.";
        }

        var isPage = header("Content-Type")?.StartsWith("text/html", StringComparison.Ordinal) == true;
        var policy = header("Content-Security-Policy") ?? "";
        return (isPage ? OfPages : OfOthers).SequenceEqual(policy.Split("; "))
            ? null
            : $"Its Content-Security-Policy is {policy}";
    }

    [GeneratedRegex("^(Access-Control-.*|Server|X-Powered-By|X-AspNet.*|Set-Cookie|Via):",
        RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Telltale();
}
