using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Auctions.Web.Identity;

/// <summary>What is done with a bearer token beside the framework's checks.</summary>
internal sealed class TokenEvents(TokenMemory memory, People people) : JwtBearerEvents
{
    private const string Prefix = "Bearer ";

    /// <summary>Where a token is looked for: in the header or, without one, in the cookie.</summary>
    public override Task MessageReceived(MessageReceivedContext context)
    {
        var headers = context.Request.Headers;
        var token = ReadOnlySpan<char>.Empty;
        if (headers.ContainsKey("Authorization"))
        {
            var authorization = headers.Authorization.ToString();
            token = authorization.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
                ? authorization.AsSpan(Prefix.Length).Trim()
                : token;
        }
        else if (context.Request.Cookies[AuthSetup.CookieName] is { Length: > 0 } cookie)
        {
            context.Token = cookie;
            context.HttpContext.Items[AuthSetup.ByCookie] = true;
            token = cookie;
        }

        if (memory.Find(token) is { } caller)
        {
            context.Principal = caller;
            context.Success();
        }

        return Task.CompletedTask;
    }

    /// <summary>A token passed every check of the framework.</summary>
    public override Task TokenValidated(TokenValidatedContext context)
    {
        if (context is not { Principal: { } principal, SecurityToken: JsonWebToken token })
        {
            context.Fail("This is no token.");
        }
        else if (TokenShape.Fault(principal, token) is { } fault)
        {
            context.Fail(fault);
        }
        else
        {
            var caller = new KnownCaller(principal, people);
            context.Principal = caller;
            memory.Add(token.EncodedToken, caller, token.ValidTo);
        }

        return Task.CompletedTask;
    }
}
