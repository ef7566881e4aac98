using System.Text.Json.Nodes;

namespace Auctions.Scenarios.Support;

/// <summary>Bodies that create an auction: opening price 9.99 USD, table ebay-us, hard close in an hour.</summary>
public static class Terms
{
    public const long OpeningPrice = 999;

    /// <summary>Ordinary terms but for the fields named; a null value leaves the field out.</summary>
    public static JsonObject With(params (string Field, JsonNode? Value)[] changes)
    {
        var terms = new JsonObject
        {
            ["title"] = "Lamp",
            ["currency"] = "USD",
            ["format"] = "english",
            ["openingPrice"] = OpeningPrice,
            ["increments"] = "ebay-us",
            ["closesAt"] = DateTimeOffset.UtcNow.AddHours(1),
        };
        foreach (var (field, value) in changes)
        {
            terms.Remove(field);
            if (value is not null)
            {
                terms[field] = value;
            }
        }

        return terms;
    }

    /// <summary>Ordinary terms in which one field has a value that need not be JSON.</summary>
    public static string Raw(string field, string value)
    {
        var terms = With((field, null)).ToJsonString();
        return $"{terms[..^1]},\"{field}\":{value}}}";
    }

    public static JsonObject SoftClose(int window, int extension, string mode) => new()
    {
        ["windowSeconds"] = window,
        ["extensionSeconds"] = extension,
        ["mode"] = mode,
    };
}
