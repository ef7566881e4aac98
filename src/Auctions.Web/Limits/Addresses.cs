using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Auctions.Web.Limits;

/// <summary>
/// What of an address counts. Whoever has one of version 6 has all of its first 64 bits, and may have all of its first
/// 48, for which there is a limit of its own.
/// </summary>
internal static class Addresses
{
    /// <summary>A site of version 6 has so many times what one address has.</summary>
    public const int SiteTimes = 10;

    private const int NetworkBits = 64;
    private const int SiteBits = 48;
    private const int AllBits = 128;

    /// <summary>An address of version 4 as such, also where it came by version 6.</summary>
    public static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <summary>Equal for addresses that count as one.</summary>
    public static UInt128 Counted(IPAddress address)
    {
        var whole = Whole(address);
        return IsOfVersion6(address) ? First(NetworkBits, whole) : whole;
    }

    /// <summary>
    /// Equal for addresses of version 6 that may be one site's, and unlike all that count as one; null for others.
    /// </summary>
    public static UInt128? Site(IPAddress address) =>
        IsOfVersion6(address) ? First(SiteBits, Whole(address)) | UInt128.One : null;

    private static bool IsOfVersion6(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 && !address.IsIPv4MappedToIPv6;

    private static UInt128 First(int bits, UInt128 whole) => whole >> (AllBits - bits) << (AllBits - bits);

    private static UInt128 Whole(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.MapToIPv6().TryWriteBytes(bytes, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
