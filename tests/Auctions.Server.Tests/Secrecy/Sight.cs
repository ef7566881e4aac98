using System.Text.Json;

namespace Auctions.Server.Tests.Secrecy;

/// <summary>Something that was shown to somebody.</summary>
/// <param name="Channel">Which kind of thing: a view, a page ...</param>
/// <param name="Where">The request it answers.</param>
/// <param name="Headers">Its headers, in which nobody's figures have a place.</param>
/// <param name="Text">Its body.</param>
/// <param name="Lot">The auction that was asked about; null: none, or several.</param>
/// <param name="Sequences">How far each auction was, by id.</param>
/// <param name="Owner">Who asked for the own bids; null: not for these.</param>
internal sealed record Sight(
    string Channel,
    string Where,
    string Headers,
    string Text,
    KnownLot? Lot,
    IReadOnlyDictionary<string, long> Sequences,
    Person? Owner)
{
    /// <summary>The body as JSON; null: it is none.</summary>
    public JsonElement? Json()
    {
        try
        {
            using var document = JsonDocument.Parse(Text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
