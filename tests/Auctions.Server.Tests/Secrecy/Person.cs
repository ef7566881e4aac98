using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Auctions.Core;

namespace Auctions.Server.Tests.Secrecy;

/// <summary>Somebody who calls.</summary>
/// <param name="Call">What the call says of its sender: a name in development, or a token.</param>
/// <param name="Id">The pseudonym under which the server knows them.</param>
internal sealed record Person(string Call, PersonId Id)
{
    /// <summary>The pseudonym as the server works it out.</summary>
    public static PersonId Pseudonym(byte[] identityKey, string issuer, string subject)
    {
        var hash = HMACSHA256.HashData(identityKey, Encoding.UTF8.GetBytes($"{issuer}\0{subject}"));
        return new PersonId(BinaryPrimitives.ReadUInt128BigEndian(hash));
    }
}
