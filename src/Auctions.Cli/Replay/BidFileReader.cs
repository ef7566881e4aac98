using System.Globalization;
using System.Text.Unicode;
using CsvHelper;

namespace Auctions.Cli.Replay;

/// <summary>Reads the auctions of a file row by row; each complaint names its place and says what to do.</summary>
internal sealed class BidFileReader
{
    private const string AuctionColumn = "auctionid", AmountColumn = "bid", TimeColumn = "bidtime",
        BidderColumn = "bidder", OpeningColumn = "openbid", PriceColumn = "price", ItemColumn = "item";

    private const int ShownLengthMax = 80;

    private static readonly string[] Required =
        [AuctionColumn, AmountColumn, TimeColumn, BidderColumn, OpeningColumn, PriceColumn];

    private static readonly CsvReaderOptions Format = new()
    {
        Separator = ',',
        MalformedData = CsvMalformedDataHandling.Throw,
        TrackLineNumbers = true,
    };

    private readonly string name;
    private readonly CsvReader rows;
    private readonly Dictionary<string, int> columns = [];
    private readonly Dictionary<string, Draft> drafts = [];
    private readonly List<Draft> inFileOrder = [];

    private BidFileReader(string name, CsvReader rows)
    {
        this.name = name;
        this.rows = rows;
    }

    /// <exception cref="CommandFailedException">A row is not what it should be.</exception>
    public static IReadOnlyList<RecordedAuction> Read(string name, byte[] bytes)
    {
        if (!Utf8.IsValid(bytes))
        {
            throw new CommandFailedException($"{name} is not UTF-8 text; save it as comma-separated UTF-8.");
        }

        using var rows = CsvReader.Create(bytes, Format);
        try
        {
            return new BidFileReader(name, rows).ReadAll();
        }
        catch (CsvFormatException problem)
        {
            throw new CommandFailedException(
                $"{name}, line {problem.LineNumber}: a quote is in the wrong place; " +
                "quote whole fields and double the quotes inside them.");
        }
    }

    private List<RecordedAuction> ReadAll()
    {
        ReadHeader();
        while (rows.Read())
        {
            ReadRow();
        }

        if (inFileOrder.Count == 0)
        {
            throw new CommandFailedException($"{name} holds column names and no bids; add a row per bid.");
        }

        return inFileOrder.ConvertAll(draft => draft.Finish());
    }

    private static string NamesRequired => string.Join(", ", Required);

    private void ReadHeader()
    {
        var header = rows.Headers;
        if (header.Count == 0)
        {
            throw new CommandFailedException(
                $"{name} is empty; it starts with a line of column names: {NamesRequired}.");
        }

        for (var column = 0; column < header.Count; column++)
        {
            if (!columns.TryAdd(header[column], column))
            {
                throw BadHeader($"the column name '{Shown(header[column])}' occurs twice; each may occur once.");
            }
        }

        foreach (var column in Required)
        {
            if (!columns.ContainsKey(column))
            {
                throw BadHeader($"the column '{column}' is missing; this line names at least {NamesRequired}.");
            }
        }
    }

    private void ReadRow()
    {
        if (rows.FieldCount != columns.Count)
        {
            throw Bad(
                $"{rows.FieldCount} columns instead of {columns.Count}; write on each row what the first line names.");
        }

        var id = Text(AuctionColumn, IsKeyPart, "use 1 to 200 visible ASCII characters");
        var opening = Amount(OpeningColumn);
        var price = Amount(PriceColumn);
        if (!drafts.TryGetValue(id, out var draft))
        {
            draft = new Draft(id, Title(id), opening, price);
            drafts.Add(id, draft);
            inFileOrder.Add(draft);
        }
        else if (price != draft.Price)
        {
            throw Bad(
                PriceColumn,
                $"{Money.Write(price)} after {Money.Write(draft.Price)}; write the auction's one price on each row.");
        }

        draft.Bids.Add(new RecordedBid(
            checked((int)rows.RowNumber),
            Days(),
            Text(BidderColumn, IsName, "use 1 to 200 ASCII characters, no space at either end"),
            Amount(AmountColumn)));
    }

    private string Field(string column) => rows.GetString(columns[column]);

    private string Title(string id) =>
        columns.ContainsKey(ItemColumn) && Field(ItemColumn).Trim() is { Length: > 0 } item
            ? $"{item} ({id})"
            : $"Auction {id}";

    private long Amount(string column)
    {
        var text = Field(column);
        return Money.TryRead(text, out var amount) is { } problem
            ? throw Bad(column, $"'{Shown(text)}' {problem}.")
            : amount;
    }

    private double Days()
    {
        const NumberStyles Style =
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowLeadingSign;
        var text = Field(TimeColumn);
        if (!double.TryParse(text, Style, CultureInfo.InvariantCulture, out var days) || !double.IsFinite(days))
        {
            throw Bad(TimeColumn, $"'{Shown(text)}' is not a number; write days since the start, like 2.230949.");
        }

        return days >= 0
            ? days
            : throw Bad(TimeColumn, $"'{Shown(text)}' is negative; write days since the start, like 2.230949.");
    }

    private string Text(string column, Func<string, bool> isValid, string whatToDo)
    {
        var text = Field(column);
        return isValid(text) ? text : throw Bad(column, $"'{Shown(text)}' cannot be sent; {whatToDo}.");
    }

    private static bool IsKeyPart(string text) =>
        text.Length is >= 1 and <= 200 && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    private static bool IsName(string text) =>
        text.Length is >= 1 and <= 200 && !text.AsSpan().ContainsAnyExceptInRange(' ', '~') && text.Trim() == text;

    // A field may be as long as the file; what to do about it comes after it and must be read.
    private static string Shown(string text) =>
        text.Length > ShownLengthMax ? text[..ShownLengthMax] + "..." : text;

    private CommandFailedException Bad(string column, string problem) => Bad($"column {column}: {problem}");

    private CommandFailedException Bad(string problem) => new($"{name}, line {rows.LineNumber}: {problem}");

    private CommandFailedException BadHeader(string problem) => new($"{name}, line 1: {problem}");

    private sealed record Draft(string Id, string Title, long OpeningPrice, long Price)
    {
        public List<RecordedBid> Bids { get; } = [];

        public RecordedAuction Finish() => new(Id, Title, OpeningPrice, Price, [.. Bids.OrderBy(bid => bid.Days)]);
    }
}
