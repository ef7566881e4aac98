using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Auctions.Web.Http;

/// <summary>
/// Reads the members of one JSON object strictly and collects everything wrong with them: a member of the wrong type, a
/// missing one, one that nobody asked for.
/// </summary>
internal sealed partial class JsonFields(JsonElement element, string pointer, List<FieldProblem> problems)
{
    private readonly HashSet<string> _known = [];

    public long? Integer(string name, bool required = false)
    {
        if (Find(name, required) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number))
        {
            return number;
        }

        Add(name, "Must be a whole number, without fraction or exponent.");
        return null;
    }

    /// <summary>An amount of money in minor units, 1 to 10^15 (or from 0 where it may be dropped).</summary>
    public long? Amount(string name, bool required = false, long least = 1)
    {
        if (Integer(name, required) is not { } amount)
        {
            return null;
        }

        if (amount >= least && amount <= Core.Currency.AmountMax)
        {
            return amount;
        }

        Add(name, $"Must be {least} to {Core.Currency.AmountMax} minor units.");
        return null;
    }

    public string? Text(string name, bool required = false)
    {
        if (Find(name, required) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && TryGetString(value) is { } text)
        {
            return text;
        }

        Add(name, "Must be a string of valid characters.");
        return null;
    }

    public bool? Flag(string name, bool required = false)
    {
        if (Find(name, required) is not { } value)
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Add(name, "Must be true or false.");
        return null;
    }

    /// <summary>An instant by RFC 3339, offset included.</summary>
    public DateTimeOffset? Instant(string name, bool required = false)
    {
        if (Text(name, required) is not { } text)
        {
            return null;
        }

        if (Rfc3339().IsMatch(text) &&
            DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant))
        {
            return instant.ToUniversalTime();
        }

        Add(name, "Must be a time by RFC 3339, such as 2030-01-31T18:00:00Z.");
        return null;
    }

    /// <summary>The members of an object within; null if it is absent or no object.</summary>
    public JsonFields? Object(string name, bool required = false)
    {
        if (Find(name, required) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            return new JsonFields(value, $"{pointer}/{name}", problems);
        }

        Add(name, "Must be an object.");
        return null;
    }

    /// <summary>A member of any type; null if it is absent.</summary>
    public JsonElement? Any(string name, bool required = false) => Find(name, required);

    /// <summary>The objects of an array.</summary>
    public IEnumerable<JsonFields> Objects(string name, JsonElement array)
    {
        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            var at = $"{pointer}/{name}/{index++}";
            if (item.ValueKind == JsonValueKind.Object)
            {
                yield return new JsonFields(item, at, problems);
            }
            else
            {
                problems.Add(new FieldProblem(at, "Must be an object."));
            }
        }
    }

    public void Add(string name, string detail) => problems.Add(new FieldProblem($"{pointer}/{name}", detail));

    /// <summary>Complains about members that were not asked for. Call it last.</summary>
    public void RefuseUnknown()
    {
        foreach (var property in element.EnumerateObject())
        {
            if (!_known.Contains(property.Name))
            {
                var escaped = property.Name.Replace("~", "~0").Replace("/", "~1");
                Add(escaped, "This field is not known here; remove it.");
            }
        }
    }

    private JsonElement? Find(string name, bool required)
    {
        _known.Add(name);
        if (element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
        {
            return value;
        }

        if (required)
        {
            Add(name, "This field is required.");
        }

        return null;
    }

    private static string? TryGetString(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // An escape that is no character, such as half of a surrogate pair.
            return null;
        }
    }

    [GeneratedRegex(
        @"\A[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})\z")]
    private static partial Regex Rfc3339();
}
