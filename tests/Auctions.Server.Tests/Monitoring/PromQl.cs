using System.Text.RegularExpressions;

namespace Auctions.Server.Tests.Monitoring;

/// <summary>
/// Which series an expression of Prometheus' language asks for, and by which labels. It does not judge the grammar,
/// which promtool does.
/// </summary>
internal static partial class PromQl
{
    private static readonly HashSet<string> Words =
        ["and", "or", "unless", "bool", "offset", "inf", "nan", "start", "end", "group_left", "group_right"];

    private static readonly HashSet<string> Matching = ["on", "group_left", "group_right"];

    // What hides which labels or which series are meant.
    private static readonly HashSet<string> Unread = ["without", "ignoring", "label_replace", "label_join", "__name__"];

    /// <summary>
    /// Each series named, with the labels it is asked for by: in braces, and in what it is grouped by.
    /// </summary>
    /// <exception cref="FormatException">It is written in a way that this does not read; the message says how to
    /// write it.</exception>
    public static IReadOnlyList<(string Series, IReadOnlySet<string> Labels)> Read(string expression)
    {
        var tokens = Token().Matches(expression).Select(match => match.Value).ToList();
        var found = new List<(string Series, HashSet<string> Labels)>();
        var forAll = new HashSet<string>();
        var scopes = new Stack<string[]>();
        var grouping = Array.Empty<string>();
        for (var at = 0; at < tokens.Count; at++)
        {
            var (token, next) = (tokens[at], tokens.ElementAtOrDefault(at + 1));
            if (token == "(")
            {
                scopes.Push(grouping);
                grouping = [];
            }
            else if (token == ")" && !scopes.TryPop(out _))
            {
                throw new FormatException($"A parenthesis too many: {expression}");
            }
            else if (token == "by")
            {
                grouping = List(tokens, ref at, expression);
                if (tokens.ElementAtOrDefault(at + 1) != "(")
                {
                    throw new FormatException($"Write \"sum by (a) (b)\", not \"sum (b) by (a)\": {expression}");
                }
            }
            else if (Matching.Contains(token) && next == "(")
            {
                forAll.UnionWith(List(tokens, ref at, expression));
            }
            else if (Unread.Contains(token))
            {
                throw new FormatException($"{token} hides what is asked for; use names, by and on: {expression}");
            }
            else if (IsName(token) && next is not ("(" or "by") && !Words.Contains(token.ToLowerInvariant()))
            {
                var labels = scopes.SelectMany(scope => scope).ToHashSet();
                if (next == "{")
                {
                    at++;
                    labels.UnionWith(Matchers(tokens, ref at, expression));
                }

                found.Add((token, labels));
            }
            else if (token == "{")
            {
                throw new FormatException($"A name must stand before the braces: {expression}");
            }
        }

        found.ForEach(series => series.Labels.UnionWith(forAll));
        return [.. found.Select(series => (series.Series, (IReadOnlySet<string>)series.Labels))];
    }

    private static bool IsName(string token) => char.IsAsciiLetter(token[0]) || token[0] is '_' or ':';

    // From before the opening parenthesis to the closing one.
    private static string[] List(List<string> tokens, ref int at, string expression)
    {
        var end = tokens.IndexOf(")", at);
        if (tokens.ElementAtOrDefault(at + 1) != "(" || end < 0)
        {
            throw new FormatException($"Labels in parentheses must follow {tokens[at]}: {expression}");
        }

        var list = tokens[(at + 2)..end].Where(IsName).ToArray();
        at = end;
        return list;
    }

    // From the opening brace to the closing one.
    private static string[] Matchers(List<string> tokens, ref int at, string expression)
    {
        var end = tokens.IndexOf("}", at);
        if (end < 0)
        {
            throw new FormatException($"A brace is not closed: {expression}");
        }

        var labels = tokens[(at + 1)..end].Where(IsName).ToArray();
        at = end;
        return labels;
    }

    // Strings, ranges, and numbers or durations are one token each, comments are none.
    [GeneratedRegex(@"""(?:[^""\\]|\\.)*""|'(?:[^'\\]|\\.)*'|`[^`]*`|\[[^\]]*\]|[0-9][0-9A-Za-z.]*" +
        @"|[A-Za-z_:][A-Za-z0-9_:]*|[(){}]|(?:\#[^\n]*)")]
    private static partial Regex Token();
}
