using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Auctions.Core;

namespace Auctions.Chaos.Storms;

/// <summary>
/// How people and keys are called by their number, and which pseudonyms the server makes of names: the first 16 bytes
/// of HMAC-SHA-256(identity key, issuer + 0x00 + subject), as docs/durability.md says.
/// </summary>
/// <param name="identityKey">The secret the server was given.</param>
internal sealed class Names(byte[] identityKey)
{
    public const string Seller = "seller";

    private const string DevelopmentIssuer = "development";

    public static string Bidder(int number) => string.Create(CultureInfo.InvariantCulture, $"bidder-{number}");

    public static string Key(long number) => string.Create(CultureInfo.InvariantCulture, $"key-{number:x}");

    public PersonId IdOf(string name)
    {
        var hash = HMACSHA256.HashData(identityKey, Encoding.UTF8.GetBytes($"{DevelopmentIssuer}\0{name}"));
        return new PersonId(BinaryPrimitives.ReadUInt128BigEndian(hash));
    }
}
