using System.Security.Claims;
using Auctions.Core;

namespace Auctions.Web.Identity;

/// <summary>
/// A caller whose token is good, with what every request asks about a caller worked out once for all requests with that
/// token.
/// </summary>
/// <param name="caller">The token's claims.</param>
/// <param name="people">Knows pseudonyms.</param>
internal sealed class KnownCaller(ClaimsPrincipal caller, People people) : ClaimsPrincipal(caller.Identities)
{
    /// <summary>The pseudonym.</summary>
    public PersonId Id { get; } = people.IdOf(caller);

    /// <summary>What the token grants.</summary>
    public HashSet<string> Scopes { get; } = People.ScopesOf(caller);
}
