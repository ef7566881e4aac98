using System.Globalization;
using Auctions.Core;

namespace Auctions.Engine.Codec;

/// <summary>How single values travel: instants as ticks since 1970, 128 bits as two halves.</summary>
internal static class WireValues
{
    public static long ToWire(this DateTimeOffset instant) => instant.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;

    public static DateTimeOffset ToInstant(long ticks)
    {
        var utc = unchecked(ticks + DateTimeOffset.UnixEpoch.UtcTicks);
        return utc < DateTimeOffset.MinValue.UtcTicks || utc > DateTimeOffset.MaxValue.UtcTicks
            ? throw new CodecException($"The instant {ticks} lies outside the calendar.")
            : new DateTimeOffset(utc, TimeSpan.Zero);
    }

    public static ulong High(this UInt128 value) => (ulong)(value >> 64);

    public static ulong Low(this UInt128 value) => (ulong)value;

    public static PersonId Person(ulong high, ulong low) => new(new UInt128(high, low));

    public static BidKey Key(ulong high, ulong low) => new(new UInt128(high, low));

    public static T Known<T>(int value)
        where T : struct, Enum
    {
        var known = (T)Enum.ToObject(typeof(T), value);

        // A number too large for the enum's own type is cut to it, and could pass for another one.
        return Enum.IsDefined(known) && Convert.ToInt32(known, CultureInfo.InvariantCulture) == value
            ? known
            : throw new CodecException($"{typeof(T).Name} {value} is unknown to this version.");
    }
}
