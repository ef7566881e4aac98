using System.Globalization;
using System.Text;
using Auctions.Bench.Watching;
using Auctions.Measuring;

namespace Auctions.Bench.Tests.Watching;

/// <summary>Events are read whole, wherever packets and chunks begin and end.</summary>
public sealed class FeedReaderTests
{
    private const string Head =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    private const string Events =
        "retry: 1250\n\nevent: heartbeat\ndata: {}\n\nid: 7\nevent: view\ndata: {\"price\":70}\n\n" +
        "id: 12\nevent: view\ndata: {\"price\":120}\n\nretry: 900\n\n";

    private static readonly string[] Expected =
        ["0  1250 ", "0 heartbeat - {}", "7 view - {\"price\":70}", "12 view - {\"price\":120}", "0  900 "];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 1_000)]
    [InlineData(7, 1)]
    [InlineData(7, 5)]
    [InlineData(17, 3)]
    [InlineData(1_000, 1)]
    [InlineData(1_000, 64)]
    [InlineData(1_000, 1_000)]
    public void Events_are_whole_whatever_the_borders_of_chunks_and_packets(int chunk, int packet)
    {
        var reader = new FeedReader();

        Assert.Equal(Expected, Read(reader, Head + Chunks(Events, chunk) + "0\r\n\r\n", packet));

        Assert.True(reader.IsEnded);
        Assert.Equal(200, reader.Status);
    }

    [Fact]
    public void A_feed_that_goes_on_for_long_needs_no_more_room()
    {
        var reader = new FeedReader();
        Read(reader, Head, 1_000);

        for (var round = 0; round < 1_000; round++)
        {
            Assert.Equal(Expected, Read(reader, Chunks(Events, 31), 100));
        }

        Assert.False(reader.IsEnded);
    }

    [Fact]
    public void A_new_answer_begins_anew()
    {
        var reader = new FeedReader();
        Read(reader, Head + Chunks(Events, 50)[..^30], 1_000);

        reader.Restart();

        Assert.Equal(Expected, Read(reader, Head + Chunks(Events, 50), 1_000));
    }

    [Theory]
    [InlineData(204)]
    [InlineData(503)]
    public void Another_status_is_told_and_its_body_left_alone(int status)
    {
        var reader = new FeedReader();

        Assert.Empty(Read(reader, $"HTTP/1.1 {status} Any\r\nContent-Length: 4\r\n\r\n\n\n\n\n", 3));

        Assert.Equal(status, reader.Status);
    }

    [Theory]
    [InlineData("SSH-2.0-X\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n")]
    [InlineData(Head + "much\r\n")]
    [InlineData(Head + "1\r\nab\r\n")]
    [InlineData(Head + "8\r\nid: x\n\n\n\r\n")]
    public void What_is_no_feed_is_refused(string received) =>
        Assert.Throws<MeasurementException>(() => Read(new FeedReader(), received, 1_000));

    [Fact]
    public void An_event_without_end_is_refused()
    {
        var refused = Assert.Throws<MeasurementException>(
            () => Read(new FeedReader(), Head + Chunks(new string('x', 10_000), 10_000), 1_000));

        Assert.Contains("more than 4096 bytes", refused.Message);
    }

    private static string Chunks(string text, int length) => string.Concat(
        text.Chunk(length).Select(part => $"{part.Length.ToString("x", CultureInfo.InvariantCulture)}\r\n" +
            $"{new string(part)}\r\n"));

    private static List<string> Read(FeedReader reader, string text, int packet)
    {
        var heard = new List<string>();
        for (var bytes = Encoding.ASCII.GetBytes(text).AsSpan(); !bytes.IsEmpty;)
        {
            var room = reader.Room.Span;
            var count = Math.Min(Math.Min(packet, room.Length), bytes.Length);
            bytes[..count].CopyTo(room);
            bytes = bytes[count..];
            reader.Add(count);
            while (reader.TryTake(out var one))
            {
                var retry = one.Retry is { } wait ? $"{wait.TotalMilliseconds}" : "-";
                var (name, data) = (Encoding.ASCII.GetString(one.Name), Encoding.ASCII.GetString(one.Data));
                heard.Add($"{one.Id} {name} {retry} {data}");
            }
        }

        return heard;
    }
}
