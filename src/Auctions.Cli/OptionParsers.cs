using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Auctions.Cli;

/// <summary>Options whose errors say what to write instead.</summary>
internal static class OptionParsers
{
    public static Option<int?> WholeNumber(string name, string description, int min, int max) => new(name)
    {
        HelpName = "N",
        Description = description,
        CustomParser = result =>
        {
            var text = TextOf(result);
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) &&
                number >= min && number <= max)
            {
                return number;
            }

            result.AddError($"{name}: '{text}' is not a whole number from {min} to {max}.");
            return null;
        },
    };

    /// <summary>A text; <paramref name="problemOf"/> gives a sentence about what is wrong with it, or null.</summary>
    public static Option<string?> Text(
        string name, string helpName, string description, Func<string, string?> problemOf) => new(name)
        {
            HelpName = helpName,
            Description = description,
            CustomParser = result =>
            {
                var text = TextOf(result);
                if (problemOf(text) is { } problem)
                {
                    result.AddError($"{name}: {problem}.");
                }

                return text;
            },
        };

    /// <summary>A required address; its path ends with a slash, so that relative ones stay below it.</summary>
    public static Option<Uri> HttpUrl(string name, string description) => new(name)
    {
        HelpName = "URL",
        Description = description,
        Required = true,
        CustomParser = result =>
        {
            var text = TextOf(result);
            if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" &&
                url.Host.Length > 0 && url.Query.Length == 0 && url.Fragment.Length == 0 && url.UserInfo.Length == 0)
            {
                return url.AbsolutePath.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/");
            }

            result.AddError($"{name}: '{text}' is not a server's address; write it like http://127.0.0.1:5080.");
            return null;
        },
    };

    private static string TextOf(ArgumentResult result) => result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
}
