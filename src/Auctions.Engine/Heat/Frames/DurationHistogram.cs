using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Auctions.Engine.Heat;

/// <summary>
/// How often which duration was seen: four buckets to each doubling, from a microsecond to sixteen seconds, so that a
/// percentile is at most a quarter too high. Two of them add up to one, which percentiles do not.
/// </summary>
[JsonConverter(typeof(SparseForm))]
public sealed class DurationHistogram
{
    private const int PerDoubling = 4;
    private const int Buckets = 24 * PerDoubling;

    // Buckets are made in rows, and only those between the shortest and the longest duration: frames are many.
    private const int Row = 8;

    private int[] _counts = [];
    private int _first;

    /// <summary>How many durations were counted.</summary>
    public long Count { get; private set; }

    /// <summary>Counts a duration.</summary>
    /// <param name="microseconds">The duration.</param>
    /// <param name="weight">How many bids it stands for.</param>
    public void Add(long microseconds, int weight = 1)
    {
        At(BucketOf(microseconds)) += weight;
        Count += weight;
    }

    public void Add(DurationHistogram other)
    {
        for (var place = 0; place < other._counts.Length; place++)
        {
            if (other._counts[place] != 0)
            {
                At(other._first + place) += other._counts[place];
            }
        }

        Count += other.Count;
    }

    /// <summary>The upper end of the bucket in which a share of all durations ends; null: there are none.</summary>
    /// <param name="share">Above 0, at most 1: 0.99 for the 99th percentile.</param>
    public TimeSpan? Quantile(double share)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        long below = 0;
        for (var place = 0; place < _counts.Length; place++)
        {
            below += _counts[place];
            if (below >= rank)
            {
                return TimeSpan.FromMicroseconds(UpperEndOf(_first + place));
            }
        }

        return null;
    }

    public void Clear()
    {
        Array.Clear(_counts);
        Count = 0;
    }

    private ref int At(int bucket)
    {
        if (bucket < _first || bucket >= _first + _counts.Length)
        {
            Widen(bucket);
        }

        return ref _counts[bucket - _first];
    }

    private void Widen(int bucket)
    {
        var row = bucket - (bucket % Row);
        var (first, end) = _counts.Length == 0
            ? (row, row + Row)
            : (Math.Min(_first, row), Math.Max(_first + _counts.Length, row + Row));
        var wider = new int[end - first];
        _counts.CopyTo(wider, _counts.Length == 0 ? 0 : _first - first);
        (_counts, _first) = (wider, first);
    }

    private static int BucketOf(long microseconds)
    {
        var value = (ulong)Math.Max(1, microseconds);
        var doublings = BitOperations.Log2(value);
        var within = (int)((value << 2) >> doublings) & (PerDoubling - 1);
        return Math.Min((doublings * PerDoubling) + within, Buckets - 1);
    }

    private static double UpperEndOf(int bucket) =>
        Math.Pow(2, bucket / PerDoubling) * (1 + (((bucket % PerDoubling) + 1) / (double)PerDoubling));

    // Bucket and count in turn: nearly all buckets are empty.
    internal sealed class SparseForm : JsonConverter<DurationHistogram>
    {
        public override DurationHistogram Read(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var read = new DurationHistogram();
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                throw new JsonException("A histogram is an array.");
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var bucket = reader.GetInt32();
                if (bucket is < 0 or >= Buckets || !reader.Read() || !reader.TryGetInt32(out var count) || count < 0)
                {
                    throw new JsonException("A histogram holds buckets and counts in turn.");
                }

                read.At(bucket) += count;
                read.Count += count;
            }

            return read;
        }

        public override void Write(
            Utf8JsonWriter writer, DurationHistogram value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            for (var place = 0; place < value._counts.Length; place++)
            {
                if (value._counts[place] != 0)
                {
                    writer.WriteNumberValue(value._first + place);
                    writer.WriteNumberValue(value._counts[place]);
                }
            }

            writer.WriteEndArray();
        }
    }
}
