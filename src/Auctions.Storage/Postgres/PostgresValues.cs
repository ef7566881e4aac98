using System.Buffers.Binary;
using System.Data.Common;
using Auctions.Core;

namespace Auctions.Storage.Postgres;

/// <summary>How values are kept in PostgreSQL: 16 bytes as uuid, instants as ticks since 1970.</summary>
internal static class PostgresValues
{
    public static Guid ToUuid(UInt128 value)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return new Guid(bytes, bigEndian: true);
    }

    public static Guid ToUuid(PersonId person) => ToUuid(person.Value);

    public static UInt128 ToUInt128(Guid uuid)
    {
        Span<byte> bytes = stackalloc byte[16];
        uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    public static AuctionId GetAuctionId(this DbDataReader row, int column) => new(row.GetGuid(column));

    public static PersonId GetPersonId(this DbDataReader row, int column) => new(ToUInt128(row.GetGuid(column)));

    public static DateTimeOffset GetInstant(this DbDataReader row, int column) => Ticks.ToInstant(row.GetInt64(column));

    public static byte[] GetBytes(this DbDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    public static long? GetNullableInt64(this DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetInt64(column);

    public static int? GetNullableInt32(this DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetInt32(column);
}
