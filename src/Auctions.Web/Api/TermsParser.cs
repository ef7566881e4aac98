using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Auctions.Core;
using Auctions.Web.Http;

namespace Auctions.Web.Api;

/// <summary>What a seller asks for, and whether the lot opens at once.</summary>
internal sealed record ParsedTerms(AuctionTerms Terms, bool OpensNow)
{
    /// <summary>A hash that is equal for equal requests, however they are written.</summary>
    public UInt128 Hash()
    {
        var terms = Terms;
        var soft = terms.SoftClose;
        var text = JsonSerializer.Serialize(
            (string?[])
            [
                terms.Title, terms.Currency, terms.Format.ToString(), $"{terms.OpeningPrice}",
                string.Join(' ', terms.Increments.Steps.Select(step => $"{step.From}:{step.Step}")),
                $"{terms.Reserve}", $"{terms.BuyItNow}", OpensNow ? "now" : $"{terms.OpensAt.UtcTicks}",
                $"{terms.ClosesAt.UtcTicks}", $"{soft?.Window.Ticks}", $"{soft?.Extension.Ticks}", $"{soft?.Mode}",
                $"{soft?.ExtensionsMax}", $"{soft?.HardEnd?.UtcTicks}",
            ]);
        return BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}

/// <summary>
/// Reads the body of a new auction. Whether the terms make sense is for <see cref="TermsCheck"/> to say.
/// </summary>
internal static class TermsParser
{
    private static readonly IncrementTable NoTable = IncrementTable.EbayUs;

    public static ParsedTerms Parse(JsonFields fields, PersonId seller)
    {
        var opensAt = fields.Instant("opensAt");
        var terms = new AuctionTerms(
            seller,
            fields.Text("title", required: true) ?? "",
            fields.Text("currency", required: true) ?? "",
            ParseFormat(fields),
            fields.Amount("openingPrice", required: true) ?? 0,
            ParseIncrements(fields),
            fields.Amount("reserve"),
            fields.Amount("buyItNow"),
            opensAt ?? default,
            fields.Instant("closesAt", required: true) ?? default,
            ParseSoftClose(fields.Object("softClose")));
        return new ParsedTerms(terms, OpensNow: opensAt is null);
    }

    private static AuctionFormat ParseFormat(JsonFields fields)
    {
        if (fields.Text("format", required: true) is { } name && FormatNames.Parse(name) is null)
        {
            fields.Add("format", "Must be \"english\".");
        }

        return AuctionFormat.English;
    }

    private static IncrementTable ParseIncrements(JsonFields fields)
    {
        if (fields.Any("increments", required: true) is not { } value)
        {
            return NoTable;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.String when IncrementTable.Named(fields.Text("increments") ?? "") is { } named:
                return named;
            case JsonValueKind.Array when value.GetArrayLength() <= IncrementTable.StepsMax:
                return ParseSteps(fields, value);
            default:
                fields.Add(
                    "increments",
                    "Must be \"ebay-us\", \"trade-me\" or 1 to 64 rows like {\"from\":1,\"step\":5}.");
                return NoTable;
        }
    }

    private static IncrementTable ParseSteps(JsonFields fields, JsonElement rows)
    {
        var steps = new List<IncrementStep>();
        var isWhole = true;
        foreach (var row in fields.Objects("increments", rows))
        {
            var from = row.Amount("from", required: true, least: 0);
            var step = row.Amount("step", required: true);
            row.RefuseUnknown();
            isWhole &= from is not null && step is not null;
            steps.Add(new IncrementStep(from ?? 0, step ?? 1));
        }

        if (!isWhole || steps.Count < rows.GetArrayLength())
        {
            return NoTable;
        }

        if (IncrementTable.ProblemOf(steps) is { } problem)
        {
            fields.Add("increments", problem);
            return NoTable;
        }

        return IncrementTable.Of(steps);
    }

    private static SoftClose? ParseSoftClose(JsonFields? fields)
    {
        if (fields is null)
        {
            return null;
        }

        var soft = new SoftClose(
            Seconds(fields.Integer("windowSeconds", required: true)),
            Seconds(fields.Integer("extensionSeconds", required: true)),
            ParseMode(fields),
            fields.Integer("maxExtensions") is { } most ? (int)Math.Clamp(most, 0, int.MaxValue) : null,
            fields.Instant("hardEnd"));
        fields.RefuseUnknown();
        return soft;
    }

    private static ExtensionMode ParseMode(JsonFields fields)
    {
        switch (fields.Text("mode", required: true))
        {
            case "from-end":
                return ExtensionMode.FromEnd;
            case "from-now" or null:
                return ExtensionMode.FromNow;
            default:
                fields.Add("mode", "Must be \"from-now\" or \"from-end\".");
                return ExtensionMode.FromNow;
        }
    }

    // What is out of bounds stays out of bounds; it only must not overflow before it is checked.
    private static TimeSpan Seconds(long? seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds ?? 0, -1, 1_000_000));
}
