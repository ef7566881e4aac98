using System.Buffers.Binary;
using Auctions.Core;
using Microsoft.Data.Sqlite;

namespace Auctions.Storage.Sqlite;

/// <summary>How values are kept in SQLite: ids as blobs in network order, instants as ticks since 1970.</summary>
internal static class SqliteValues
{
    public static byte[] ToBlob(UInt128 value)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return bytes;
    }

    public static byte[] ToBlob(PersonId person) => ToBlob(person.Value);

    public static byte[] ToBlob(Guid activation) => activation.ToByteArray(bigEndian: true);

    public static byte[] GetBlob(this SqliteDataReader row, int column) => (byte[])row.GetValue(column);

    public static UInt128 GetUInt128(this SqliteDataReader row, int column) =>
        BinaryPrimitives.ReadUInt128BigEndian(row.GetBlob(column));

    public static AuctionId GetAuctionId(this SqliteDataReader row, int column) =>
        AuctionId.FromBytes(row.GetBlob(column));

    public static PersonId GetPersonId(this SqliteDataReader row, int column) => new(row.GetUInt128(column));

    public static DateTimeOffset GetInstant(this SqliteDataReader row, int column) =>
        Ticks.ToInstant(row.GetInt64(column));

    public static long? GetNullableInt64(this SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetInt64(column);
}
