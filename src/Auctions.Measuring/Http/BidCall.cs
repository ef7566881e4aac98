using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Auctions.Measuring.Http;

/// <summary>Places bids by <c>POST /v1/auctions/{id}/bids</c>, each under its <see cref="Bids.Key"/>.</summary>
internal sealed class BidCall : IHttpCall
{
    // Everything but what differs from lot to lot and from bidder to bidder.
    private const int OtherBytesMax = 256;
    private const int DigitsMax = 20;

    /// <summary>A server that has not stamped a bid so long after it was sent has kept its bidder out.</summary>
    private static readonly TimeSpan ArrivalMax = TimeSpan.FromMilliseconds(500);

    private readonly byte[][] _lotLines;
    private readonly IReadOnlyList<byte[]> _bidderLines;
    private readonly Acknowledged _acknowledged;
    private readonly DateTimeOffset? _closesAt;
    private readonly Func<DateTimeOffset> _now;

    /// <param name="url">The server; its path ends with a slash.</param>
    /// <param name="ids">The auction of each lot.</param>
    /// <param name="callers">Who bids.</param>
    /// <param name="acknowledged">Is told of every bid that is accepted.</param>
    /// <param name="closesAt">When the auctions end; null: not while they are bid on.</param>
    /// <param name="now">The time by the server's clock; null: by this machine's.</param>
    public BidCall(
        Uri url,
        IReadOnlyList<string> ids,
        HttpCallers callers,
        Acknowledged acknowledged,
        DateTimeOffset? closesAt = null,
        Func<DateTimeOffset>? now = null)
    {
        _lotLines =
        [
            .. ids.Select(id => Encoding.ASCII.GetBytes(
                $"POST {url.AbsolutePath}v1/auctions/{id}/bids HTTP/1.1\r\nHost: {url.Authority}\r\n" +
                "Content-Type: application/json\r\n")),
        ];
        _bidderLines = callers.BidderLines;
        _acknowledged = acknowledged;
        _closesAt = closesAt;
        _now = now ?? (() => ServerClock.Here.Now);
        RequestBytesMax = _lotLines.Max(lines => lines.Length) + _bidderLines.Max(line => line.Length) + OtherBytesMax;
    }

    public int RequestBytesMax { get; }

    public int Write(int lot, long amount, Span<byte> request)
    {
        Span<byte> digits = stackalloc byte[DigitsMax];
        Utf8Formatter.TryFormat(amount, digits, out var digitCount);
        var left = request;
        Add(ref left, _lotLines[lot]);
        Add(ref left, _bidderLines[Bids.BidderOf(amount)]);
        Add(ref left, "Idempotency-Key: "u8);
        Bids.Key(lot, amount).Value.TryFormat(left, out var keyLength, "x32", CultureInfo.InvariantCulture);
        left = left[keyLength..];
        Add(ref left, "\r\nContent-Length: "u8);
        Utf8Formatter.TryFormat("{\"amount\":}"u8.Length + digitCount, left, out var lengthLength);
        left = left[lengthLength..];
        Add(ref left, "\r\n\r\n{\"amount\":"u8);
        Add(ref left, digits[..digitCount]);
        Add(ref left, "}"u8);
        return request.Length - left.Length;
    }

    /// <summary>
    /// What an answer means. A repeat counts like a first answer: a bid is sent again whose connection broke.
    /// </summary>
    public Outcome Read(int lot, long amount, TimeSpan since, HttpAnswer answer)
    {
        try
        {
            return answer.Status switch
            {
                201 => ReadAccepted(lot, amount, answer.Body),
                409 when HasCode(answer.Body, "below-minimum"u8) || HasCode(answer.Body, "not-above-own-maximum"u8) =>
                    new Outcome(OutcomeKind.Refused),
                409 when _closesAt is { } end && HasCode(answer.Body, "closed"u8) =>
                    new Outcome(WasInTime(answer.Body, since, end) ? OutcomeKind.ShutOut : OutcomeKind.Late),
                503 when HasCode(answer.Body, "outcome-unknown"u8) => new Outcome(OutcomeKind.Unknown),
                429 or 503 => new Outcome(OutcomeKind.Unavailable),

                // From a gateway that got no answer.
                502 or 504 => new Outcome(OutcomeKind.Unknown),
                _ => throw Unexpected(answer),
            };
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or FormatException)
        {
            throw Unexpected(answer);
        }
    }

    private Outcome ReadAccepted(int lot, long amount, ReadOnlySpan<byte> body)
    {
        long sequence = 0, price = 0;
        var json = new Utf8JsonReader(body);
        while ((sequence == 0 || price == 0) && TryReadName(ref json))
        {
            if (json.ValueTextEquals("sequence"u8))
            {
                json.Read();
                sequence = json.GetInt64();
            }
            else if (json.ValueTextEquals("price"u8))
            {
                json.Read();
                price = json.GetInt64();
            }
            else
            {
                json.Skip();
            }
        }

        if (sequence == 0 || price == 0)
        {
            throw new FormatException("An accepted bid has a sequence and a price.");
        }

        _acknowledged.Add(lot, new Acknowledgement(sequence, amount, price));
        return Outcome.Accepted(sequence, amount);
    }

    private static bool HasCode(ReadOnlySpan<byte> problem, ReadOnlySpan<byte> code) =>
        TryFind(problem, "code"u8, out var value) && value.ValueTextEquals(code);

    // The server stamps a bid as it comes, and does not say when. But it was there before its answer was, and no later
    // than a while after it was sent.
    private bool WasInTime(ReadOnlySpan<byte> answer, TimeSpan since, DateTimeOffset end) =>
        TimeOf(answer) < end || _now() - since + ArrivalMax < end;

    // When an answer was made.
    private static DateTimeOffset TimeOf(ReadOnlySpan<byte> answer) => TryFind(answer, "serverTime"u8, out var value)
        ? value.GetDateTimeOffset()
        : throw new FormatException("Every answer carries the server's time.");

    private static bool TryFind(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name, out Utf8JsonReader value)
    {
        value = new Utf8JsonReader(body);
        while (TryReadName(ref value))
        {
            if (value.ValueTextEquals(name))
            {
                return value.Read();
            }

            value.Skip();
        }

        return false;
    }

    // The next name of the object that is all of the text.
    private static bool TryReadName(ref Utf8JsonReader json) =>
        (json.TokenType != JsonTokenType.None || (json.Read() && json.TokenType == JsonTokenType.StartObject)) &&
        json.Read() && json.TokenType == JsonTokenType.PropertyName;

    private static MeasurementException Unexpected(HttpAnswer answer) =>
        new($"A bid was answered {answer.Status}: {Encoding.UTF8.GetString(answer.Body)}");

    private static void Add(ref Span<byte> left, scoped ReadOnlySpan<byte> text)
    {
        text.CopyTo(left);
        left = left[text.Length..];
    }
}
