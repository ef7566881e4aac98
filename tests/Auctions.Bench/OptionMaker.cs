using System.CommandLine;
using System.CommandLine.Parsing;

namespace Auctions.Bench;

/// <summary>Options of the kinds there are here, each with its bounds.</summary>
internal static class OptionMaker
{
    private const double SecondsMax = 86_400;

    public static Option<double> Seconds(string name, double value, double least, string description)
    {
        var option = new Option<double>(name)
        {
            Description = $"{description} In seconds.",
            DefaultValueFactory = _ => value,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is var seconds && !(seconds >= least && seconds <= SecondsMax))
            {
                result.AddError($"{name} is {least} to {SecondsMax} seconds.");
            }
        });
        return option;
    }

    public static Option<int> Whole(string name, int value, string description)
    {
        var option = new Option<int>(name)
        {
            Description = description,
            DefaultValueFactory = _ => value,
        };
        option.Validators.Add(AtLeastOne<int>(number => number));
        return option;
    }

    public static Option<int?> Rate() => PerSecond(
        "--rate", "Bids sent per second, each when it is due; without it each caller waits for its answer.");

    /// <summary>So many per second, or not given.</summary>
    public static Option<int?> PerSecond(string name, string description)
    {
        var rate = new Option<int?>(name) { Description = description };
        rate.Validators.Add(AtLeastOne<int?>(value => value));
        return rate;
    }

    public static Option<double> Percent(string name, double value, string description)
    {
        var option = new Option<double>(name)
        {
            Description = $"{description} In percent.",
            DefaultValueFactory = _ => value,
        };
        option.Validators.Add(result =>
        {
            if (!(result.GetValueOrDefault<double>() >= 0))
            {
                result.AddError($"{name} is 0 percent or more.");
            }
        });
        return option;
    }

    public static Option<FileInfo?> Json() => new("--json") { Description = "Writes everything there too." };

    public static Option<FileInfo?> Chart() => new("--chart")
    {
        Description = "Draws how it went over time into this SVG file, further charts into files beside it.",
    };

    private static Action<OptionResult> AtLeastOne<T>(Func<T, int?> number) => result =>
    {
        if (number(result.GetValueOrDefault<T>()!) < 1)
        {
            result.AddError($"{result.Option.Name} is 1 or more.");
        }
    };

    /// <summary>Whole numbers from 1, separated by commas.</summary>
    public static Option<int[]> Counts(string name, string description, params int[] values) => List(
        name,
        description,
        values,
        text => int.TryParse(text, out var number) && number > 0 ? number : null);

    /// <summary>Names, separated by commas.</summary>
    public static Option<T[]> Listed<T>(string name, string description, T[] values)
        where T : struct, Enum
    {
        T? Parse(string text) =>
            text.All(char.IsAsciiLetter) && Enum.TryParse<T>(text, ignoreCase: true, out var value) ? value : null;
        return List(name, description, values, Parse);
    }

    /// <summary>The same, or the word none.</summary>
    public static Option<T[]> ListedOrNone<T>(string name, string description, T[] values)
        where T : struct, Enum
    {
        var option = Listed(name, description, values);
        var parse = option.CustomParser!;
        option.CustomParser = result => result.Tokens is [{ Value: "none" }] ? [] : parse(result);
        return option;
    }

    private static Option<T[]> List<T>(string name, string description, T[] values, Func<string, T?> parse)
        where T : struct
    {
        var option = new Option<T[]>(name)
        {
            Description = description,
            DefaultValueFactory = _ => values,
        };
        option.CustomParser = result =>
        {
            var parsed = result.Tokens
                .SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries))
                .Select(text => (Text: text, Value: parse(text)))
                .ToArray();
            foreach (var (text, _) in parsed.Where(item => item.Value is null))
            {
                result.AddError($"{name} does not know '{text}'.");
            }

            if (parsed.DistinctBy(item => item.Value).Count() < parsed.Length)
            {
                result.AddError($"{name} names something twice.");
            }

            return [.. parsed.Select(item => item.Value ?? default)];
        };
        return option;
    }
}
