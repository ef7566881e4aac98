using System.Buffers.Text;
using Auctions.Measuring;
using Auctions.Measuring.Http;

namespace Auctions.Bench.Watching;

/// <summary>
/// Takes the bytes of a live feed as they come, an answer by HTTP/1.1 in chunks without end, and hands out its events,
/// wherever the borders of packets and chunks are. Its memory is bounded.
/// </summary>
internal sealed class FeedReader
{
    private const int BytesMax = 4 * 1024;
    private const int StatusAt = 9;
    private const int StatusLength = 3;
    private const int Success = 200;

    // First events that were put together and not handed out, from _from to _until; then what came and was not looked
    // at, from _next to _end.
    private readonly byte[] _bytes = new byte[BytesMax];
    private int _from;
    private int _until;
    private int _next;
    private int _end;
    private int _leftOfChunk;
    private bool _isAfterChunk;

    /// <summary>Status of the answer; 0: its head is not there yet.</summary>
    public int Status { get; private set; }

    /// <summary>Whether the server has said that nothing follows.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Where the next bytes go.</summary>
    /// <exception cref="MeasurementException">An event does not fit.</exception>
    public Memory<byte> Room
    {
        get
        {
            _bytes.AsSpan(_from, _until - _from).CopyTo(_bytes);
            (_from, _until) = (0, _until - _from);
            _bytes.AsSpan(_next, _end - _next).CopyTo(_bytes.AsSpan(_until));
            (_next, _end) = (_until, _until + _end - _next);
            return _end < BytesMax
                ? _bytes.AsMemory(_end)
                : throw new MeasurementException($"The live feed has an event of more than {BytesMax} bytes.");
        }
    }

    /// <summary>A new answer begins.</summary>
    public void Restart()
    {
        _from = _until = _next = _end = _leftOfChunk = Status = 0;
        _isAfterChunk = IsEnded = false;
    }

    /// <summary>So many bytes came into the room.</summary>
    /// <exception cref="MeasurementException">They are no answer in chunks.</exception>
    public void Add(int count)
    {
        _end += count;
        if (Status == 0)
        {
            ReadHead();
        }

        if (Status == Success)
        {
            JoinChunks();
        }
    }

    /// <summary>The next event; false: it is not there to its end.</summary>
    public bool TryTake(out FeedEvent taken)
    {
        var text = _bytes.AsSpan(_from, _until - _from);
        var length = text.IndexOf("\n\n"u8);
        if (length < 0)
        {
            taken = default;
            return false;
        }

        _from += length + 2;
        taken = Parse(text[..length]);
        return true;
    }

    private static FeedEvent Parse(ReadOnlySpan<byte> lines)
    {
        long id = 0;
        TimeSpan? retry = null;
        ReadOnlySpan<byte> name = default, data = default;
        foreach (var range in lines.Split((byte)'\n'))
        {
            var line = lines[range];
            if (line.StartsWith("data: "u8))
            {
                data = line["data: "u8.Length..];
            }
            else if (line.StartsWith("id: "u8))
            {
                id = Number(line["id: "u8.Length..]);
            }
            else if (line.StartsWith("event: "u8))
            {
                name = line["event: "u8.Length..];
            }
            else if (line.StartsWith("retry: "u8))
            {
                retry = TimeSpan.FromMilliseconds(Number(line["retry: "u8.Length..]));
            }
        }

        return new FeedEvent { Id = id, Retry = retry, Name = name, Data = data };
    }

    private static long Number(ReadOnlySpan<byte> digits) =>
        Utf8Parser.TryParse(digits, out long number, out var length) && length == digits.Length
            ? number
            : throw new MeasurementException("The live feed has an id or a wait that is no number.");

    private void ReadHead()
    {
        var received = _bytes.AsSpan(0, _end);
        var length = received.IndexOf("\r\n\r\n"u8);
        if (length < 0)
        {
            return;
        }

        if (!received.StartsWith("HTTP/1.1 "u8) ||
            !Utf8Parser.TryParse(received.Slice(StatusAt, StatusLength), out int status, out _))
        {
            throw HttpAnswer.NoAnswer("it has no status");
        }

        if (status == Success && received[..length].IndexOf("\r\nTransfer-Encoding: chunked"u8) < 0)
        {
            throw HttpAnswer.NoAnswer("a live feed comes in chunks");
        }

        Status = status;
        _next = length + "\r\n\r\n"u8.Length;
    }

    private void JoinChunks()
    {
        while (_next < _end && !IsEnded)
        {
            if (_leftOfChunk > 0)
            {
                var count = Math.Min(_leftOfChunk, _end - _next);
                _bytes.AsSpan(_next, count).CopyTo(_bytes.AsSpan(_until));
                _until += count;
                _next += count;
                _leftOfChunk -= count;
                _isAfterChunk = true;
                continue;
            }

            var line = _bytes.AsSpan(_next, _end - _next);
            var length = line.IndexOf("\r\n"u8);
            if (length < 0)
            {
                return;
            }

            _next += length + "\r\n"u8.Length;
            if (_isAfterChunk)
            {
                _isAfterChunk = length == 0 ? false : throw HttpAnswer.NoAnswer("a chunk does not end where it says");
                continue;
            }

            if (!Utf8Parser.TryParse(line[..length], out _leftOfChunk, out _, 'x') || _leftOfChunk < 0)
            {
                throw HttpAnswer.NoAnswer("a chunk has no length");
            }

            IsEnded = _leftOfChunk == 0;
        }
    }
}
