using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auctions.Web.Identity;

/// <summary>For development only: the header <c>X-User: alice</c> stands for a token with every scope.</summary>
internal sealed class DevelopmentScheme(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Name = "Development";

    public const string Header = "X-User";

    private const int NameLengthMax = 128;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers[Header] is not [{ } user])
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        if (user.Length is 0 or > NameLengthMax || user.Any(character => character is < '!' or > '~'))
        {
            return Task.FromResult(AuthenticateResult.Fail($"{Header} has 1 to {NameLengthMax} visible characters."));
        }

        Claim[] claims =
        [
            new("iss", "development"),
            new("sub", user),
            new("scope", $"{People.ScopeBid} {People.ScopeSell} {People.ScopeOperate}"),
        ];
        var caller = new ClaimsPrincipal(new ClaimsIdentity(claims, Name));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(caller, Name)));
    }
}
