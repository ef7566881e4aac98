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

    public static Option<int?> Rate()
    {
        var rate = new Option<int?>("--rate")
        {
            Description = "Bids sent per second, each when it is due; without it each caller waits for its answer.",
        };
        rate.Validators.Add(AtLeastOne<int?>(value => value));
        return rate;
    }

    public static Option<FileInfo?> Json() => new("--json") { Description = "Writes everything there too." };

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

            return [.. parsed.Select(item => item.Value ?? default)];
        };
        return option;
    }
}
