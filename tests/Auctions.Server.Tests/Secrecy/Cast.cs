using System.Globalization;
using Auctions.Core;
using Auctions.Scenarios.Support;

namespace Auctions.Server.Tests.Secrecy;

/// <summary>Who takes part: half of them by a name in development, half of them by a token.</summary>
internal sealed class Cast
{
    private const int BiddersOfEachKind = 15;

    private readonly Secrets _secrets;
    private readonly byte[] _identityKey;
    private readonly TokenAuthority _tokens;

    public Cast(Secrets secrets, byte[] identityKey, TokenAuthority tokens)
    {
        (_secrets, _identityKey, _tokens) = (secrets, identityKey, tokens);
        Bidders =
        [
            .. Enumerable.Range(0, BiddersOfEachKind).SelectMany(_ => new[]
            {
                Named(secrets.Text("bidder")), WithToken(secrets.Text("bidder"), secrets.Text("name")),
            }),
        ];
        Operator = Named(secrets.Text("operator"));
        Stranger = Named(secrets.Text("stranger"));
    }

    public IReadOnlyList<Person> Bidders { get; }

    public Person Operator { get; }

    /// <summary>All but sellers.</summary>
    public IEnumerable<Person> Everyone => [.. Bidders, Operator, Stranger];

    /// <summary>Somebody who has never bid.</summary>
    public Person Stranger { get; }

    /// <summary>A seller, who is shown under this name.</summary>
    public Person Seller(int number) => number % 2 == 0
        ? Named(SellerName(number))
        : WithToken(_secrets.Text("subject"), SellerName(number));

    /// <summary>How a seller is called in public.</summary>
    public static string SellerName(int number) => string.Create(CultureInfo.InvariantCulture, $"seller{number}");

    /// <summary>A token that is none any more.</summary>
    public string ExpiredToken()
    {
        var claims = _tokens.Claims(_secrets.Text("bidder"), "bid", validFrom: -7200, validUntil: -3600);
        return $"Bearer {_tokens.Token(claims)}";
    }

    private Person Named(string name) => new(name, Pseudonym("development", name));

    private Person WithToken(string subject, string name)
    {
        var claims = _tokens.Claims(subject, "bid sell operate");
        claims["name"] = name;
        return new Person($"Bearer {_tokens.Token(claims)}", Pseudonym(_tokens.Issuer, subject));
    }

    private PersonId Pseudonym(string issuer, string subject)
    {
        var pseudonym = Person.Pseudonym(_identityKey, issuer, subject);
        _secrets.KeepPseudonym(pseudonym.Value);
        return pseudonym;
    }
}
