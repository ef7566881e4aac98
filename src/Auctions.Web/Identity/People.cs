using System.Buffers.Binary;
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Auctions.Core;
using Auctions.Web.Limits;

namespace Auctions.Web.Identity;

/// <summary>
/// Who calls: a pseudonym, the first 16 bytes of HMAC-SHA-256(identity key, issuer + 0x00 + subject). Nothing else
/// about a person gets behind this class, but the name a seller is shown under.
/// </summary>
/// <param name="identityKey">The store's secret.</param>
public sealed class People(byte[] identityKey)
{
    public const string ScopeBid = "bid";
    public const string ScopeSell = "sell";
    public const string ScopeOperate = "operate";

    /// <summary>The pseudonym of an authenticated caller.</summary>
    public PersonId IdOf(ClaimsPrincipal caller) =>
        caller is KnownCaller known ? known.Id : IdOf(Claim(caller, "iss"), Claim(caller, "sub"));

    public PersonId IdOf(string issuer, string subject) =>
        new(Pseudonym(Encoding.UTF8.GetBytes($"{issuer}\0{subject}")));

    /// <summary>The pseudonym of an address, or of the network that counts as one.</summary>
    public UInt128 IdOf(IPAddress address) => IdOfNetwork(Addresses.Counted(address));

    /// <summary>The pseudonym of addresses that count as one.</summary>
    /// <param name="network">What they have in common.</param>
    internal UInt128 IdOfNetwork(UInt128 network)
    {
        // No person's bytes are like this: none begins with 0xff.
        Span<byte> bytes = stackalloc byte[1 + 16];
        bytes[0] = byte.MaxValue;
        BinaryPrimitives.WriteUInt128BigEndian(bytes[1..], network);
        return Pseudonym(bytes);
    }

    /// <summary>What a seller is called in public: the token's name, else its subject.</summary>
    public static string NameOf(ClaimsPrincipal caller) =>
        caller.FindFirstValue("name") is { Length: > 0 and <= 200 } name ? name : Claim(caller, "sub");

    /// <summary>Whether the token grants a scope: in <c>scope</c>, parted by spaces, or in <c>scp</c>.</summary>
    public static bool HasScope(ClaimsPrincipal caller, string scope) =>
        ((caller as KnownCaller)?.Scopes ?? ScopesOf(caller)).Contains(scope);

    internal static HashSet<string> ScopesOf(ClaimsPrincipal caller) => caller.Claims
        .Where(claim => claim.Type is "scope" or "scp")
        .SelectMany(claim => claim.Value.Split(' '))
        .ToHashSet(StringComparer.Ordinal);

    private UInt128 Pseudonym(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(identityKey, bytes, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    private static string Claim(ClaimsPrincipal caller, string type) =>
        caller.FindFirstValue(type) ?? throw new InvalidOperationException($"An authenticated caller has no {type}.");
}
