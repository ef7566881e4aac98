using System.Globalization;
using System.Text;
using Auctions.Core;
using Auctions.Engine.Codec;

namespace Auctions.Storage.Tests;

/// <summary>
/// What was written years ago is what is written and read today. Where a kind of event or a member was added, add
/// events to <see cref="Events"/> and run once with AUCTIONS_WRITE_GOLDEN=1. To change bytes already there loses data.
/// </summary>
public sealed class GoldenTests
{
    private const string WriteVariable = "AUCTIONS_WRITE_GOLDEN";

    [Fact]
    public void Todays_encoder_writes_the_golden_bytes()
    {
        Regenerate();
        Assert.Equal(File.ReadAllBytes(Golden("events-v1.bin")), EventCodec.Encode(Events.All));
    }

    [Fact]
    public void Todays_decoder_reads_the_golden_bytes()
    {
        Regenerate();
        var read = EventCodec.Decode(version: 1, File.ReadAllBytes(Golden("events-v1.bin")));
        Assert.Equal(Events.All, read);
        Assert.Equal(File.ReadAllText(Golden("events-v1.txt")), Describe(read));
    }

    [Fact]
    public void The_golden_bytes_hold_every_kind_of_event()
    {
        Regenerate();
        var read = EventCodec.Decode(version: 1, File.ReadAllBytes(Golden("events-v1.bin")));
        Assert.Empty(Events.Kinds.Except(read.Select(happened => happened.GetType())));
    }

    private static void Regenerate()
    {
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
        {
            File.WriteAllBytes(Golden("events-v1.bin"), EventCodec.Encode(Events.All));
            File.WriteAllText(Golden("events-v1.txt"), Describe(Events.All));
        }
    }

    private static string Golden(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "OrleansAuctions.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return Path.Combine(folder.FullName, "tests", "Auctions.Storage.Tests", "Golden", name);
    }

    /// <summary>One event per paragraph: its kind, then each member on a line of its own.</summary>
    private static string Describe(IEnumerable<AuctionEvent> events)
    {
        var text = new StringBuilder();
        foreach (var (i, happened) in events.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"{i + 1} {happened.GetType().Name}\n");
            Describe(text, happened, "  ");
        }

        return text.ToString();
    }

    private static void Describe(StringBuilder text, object value, string indent)
    {
        foreach (var member in value.GetType().GetProperties())
        {
            var part = member.GetValue(value);
            text.Append(indent).Append(member.Name);
            switch (part)
            {
                case AuctionTerms or SoftClose:
                    text.Append('\n');
                    Describe(text, part, indent + "  ");
                    break;
                default:
                    text.Append(' ').Append(Describe(part)).Append('\n');
                    break;
            }
        }
    }

    private static string Describe(object? value) => value switch
    {
        null => "-",
        string text => $"\"{text}\"",
        DateTimeOffset at => at.ToString("O", CultureInfo.InvariantCulture),
        BidKey key => key.Value.ToString("x32", CultureInfo.InvariantCulture),
        IncrementTable table => string.Join(", ", table.Steps.Select(step => $"{step.From}:+{step.Step}")),
        IFormattable plain => plain.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
