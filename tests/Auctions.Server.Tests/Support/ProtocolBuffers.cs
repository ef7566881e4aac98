namespace Auctions.Server.Tests.Support;

/// <summary>Reads Protocol Buffers by the numbers of their fields.</summary>
internal static class ProtocolBuffers
{
    /// <summary>The contents of all fields of a number; integers of variable length are passed over.</summary>
    public static IEnumerable<byte[]> Messages(byte[] message, int field) =>
        Fields(message).Where(found => found.Number == field && found.Content is not null)
            .Select(found => found.Content!);

    /// <summary>An integer of variable length; what is not there is 0.</summary>
    public static long Integer(byte[] message, int field) =>
        Fields(message).Where(found => found.Number == field && found.Content is null)
            .Select(found => found.Integer).LastOrDefault();

    private static IEnumerable<(int Number, byte[]? Content, long Integer)> Fields(byte[] message)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = Integer(message, ref at);
            var length = (tag & 7) switch
            {
                0 => 0,
                1 => 8,
                2 => (int)Integer(message, ref at),
                5 => 4,
                var other => throw new InvalidDataException($"Protocol Buffers have no type {other}."),
            };
            var number = (int)(tag >> 3);
            if ((tag & 7) == 0)
            {
                yield return (number, null, Integer(message, ref at));
            }
            else
            {
                yield return (number, message[at..(at + length)], 0);
            }

            at += length;
        }
    }

    private static long Integer(byte[] message, ref int at)
    {
        var value = 0L;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            value |= (long)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }
}
