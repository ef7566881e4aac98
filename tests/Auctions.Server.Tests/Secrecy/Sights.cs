using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Auctions.Scenarios.Support;

namespace Auctions.Server.Tests.Secrecy;

/// <summary>
/// Everything that was shown, and what of it should not have been: a figure may stand as a price from the sequence on
/// at which the rules made it one, the own maximum in the own bids, and no secret anywhere else.
/// </summary>
internal sealed partial class Sights
{
    private static readonly HashSet<string> Figures = ["price", "minimumBid", "buyItNow"];

    private readonly ConcurrentQueue<Sight> _all = new();
    private readonly ConcurrentDictionary<string, KnownLot> _lots = new();

    public IEnumerable<KnownLot> Lots => _lots.Values;

    public int Count => _all.Count;

    public void Add(KnownLot lot) => _lots[lot.Id] = lot;

    /// <summary>Takes an answer in.</summary>
    public Reply Add(string channel, Reply reply, KnownLot? lot = null, Person? owner = null, long? asOf = null)
    {
        Add(channel, reply.Request, $"{reply.Status}\n{reply.Headers}", reply.Text, lot, owner, asOf);
        return reply;
    }

    /// <summary>Takes anything else in; of its auction as of a sequence, or of all as they are known now.</summary>
    public void Add(
        string channel,
        string where,
        string headers,
        string text,
        KnownLot? lot = null,
        Person? owner = null,
        long? asOf = null) =>
        _all.Enqueue(new Sight(
            channel,
            where,
            headers,
            text,
            lot,
            _lots.ToDictionary(
                known => known.Key,
                known => known.Value == lot && asOf is { } sequence ? sequence : known.Value.State.Sequence),
            owner));

    /// <summary>How many answers of a channel show a text.</summary>
    public int CountOf(string channel, string text) =>
        _all.Count(sight => sight.Channel == channel && sight.Text.Contains(text, StringComparison.Ordinal));

    /// <summary>What was shown and should not have been.</summary>
    public IEnumerable<Leak> Leaks(SecretSearch search) =>
        _all.SelectMany(sight => LeaksOf(sight, search).Select(
            leak => new Leak(sight.Channel, $"{sight.Where}: {leak}")));

    private IEnumerable<string> LeaksOf(Sight sight, SecretSearch search)
    {
        var parts = sight.Json() is { } json
            ? Rest(sight, json, sight.Lot, SequenceOf(sight, sight.Lot))
            : [sight.Channel == "page" ? WithoutPublicMoney(sight) : sight.Text];
        return parts.Append(sight.Headers).SelectMany(search.In);
    }

    // A page says amounts in words for people; those of its auction, or on a list of any, that are public by then go.
    private string WithoutPublicMoney(Sight sight) => Money().Replace(sight.Text, amount =>
    {
        var minor = long.Parse($"{amount.Groups[1].Value.Replace(",", "")}{amount.Groups[2].Value}", null);
        var lots = sight.Lot is { } one ? [one] : _lots.Values;
        return lots.Any(lot => lot.IsPublic(minor, SequenceOf(sight, lot))) ? "" : amount.Value;
    });

    // All names and values but for figures in their places.
    private IEnumerable<string> Rest(Sight sight, JsonElement element, KnownLot? lot, long sequence)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Array:
                return element.EnumerateArray().SelectMany(item => Rest(sight, item, lot, sequence));
            case JsonValueKind.Object:
                lot = LotOf(element) ?? lot;
                sequence = element.TryGetProperty("sequence", out var own) && own.ValueKind == JsonValueKind.Number
                    ? own.GetInt64()
                    : SequenceOf(sight, lot);
                return element.EnumerateObject()
                    .Where(member => !MayStand(sight, member, lot, sequence))
                    .SelectMany(member => Rest(sight, member.Value, lot, sequence)
                        .Select(rest => $"{member.Name}: {rest}"));
            default:
                return [element.ToString()];
        }
    }

    private static bool MayStand(Sight sight, JsonProperty member, KnownLot? lot, long sequence) =>
        lot is not null && member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt64(out var number) &&
        (Figures.Contains(member.Name)
            ? lot.IsPublic(number, sequence)
            : member.Name == "maximum" && lot.Accepted.Any(bid => bid.Bidder == sight.Owner && bid.Amount == number));

    private KnownLot? LotOf(JsonElement element) =>
        (element.TryGetProperty("id", out var id) || element.TryGetProperty("auctionId", out id)) &&
        id.ValueKind == JsonValueKind.String
            ? _lots.GetValueOrDefault(id.GetString()!)
            : null;

    private static long SequenceOf(Sight sight, KnownLot? lot) =>
        lot is null ? 0 : sight.Sequences.GetValueOrDefault(lot.Id);

    [GeneratedRegex(@"\$(\d{1,3}(?:,\d{3})*)\.(\d\d)(?!\d)")]
    private static partial Regex Money();
}
