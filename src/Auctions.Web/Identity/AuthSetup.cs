using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Auctions.Web.Identity;

/// <summary>Who may do what: JWT bearer tokens, and in development a header.</summary>
internal static class AuthSetup
{
    public const string CookieName = "auction_token";

    /// <summary>Marks a request whose token came in the cookie.</summary>
    public const string ByCookie = "Auctions.ByCookie";

    private const string Scheme = "Auctions";

    // Asymmetric only: with HS256 a token signed with the public key would pass.
    private static readonly string[] Algorithms =
        ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    /// <exception cref="InvalidOperationException">
    /// Outside development, authority or audience are not set; or the authority is no address to trust.
    /// </exception>
    public static void AddAuctionsAuth(
        this IServiceCollection services, IConfiguration configuration, bool isDevelopment)
    {
        var authority = configuration["Auth:Authority"];
        var audience = configuration["Auth:Audience"];
        var hasTokens = !string.IsNullOrEmpty(authority) && !string.IsNullOrEmpty(audience);
        if (!hasTokens && !isDevelopment)
        {
            throw new InvalidOperationException(
                "Set Auth:Authority and Auth:Audience to your identity provider, or " +
                "ASPNETCORE_ENVIRONMENT=Development to try things out without one.");
        }

        if (hasTokens && !IsUsable(authority!, isDevelopment))
        {
            throw new InvalidOperationException(
                $"Auth:Authority is \"{authority}\"; set it to the https address of your identity provider.");
        }

        var authentication = services.AddAuthentication(Scheme).AddPolicyScheme(Scheme, null, options =>
            options.ForwardDefaultSelector = http =>
                isDevelopment && (!hasTokens || http.Request.Headers.ContainsKey(DevelopmentScheme.Header))
                    ? DevelopmentScheme.Name
                    : JwtBearerDefaults.AuthenticationScheme);
        if (isDevelopment)
        {
            authentication.AddScheme<AuthenticationSchemeOptions, DevelopmentScheme>(DevelopmentScheme.Name, null);
        }

        if (hasTokens)
        {
            services.AddSingleton<TokenMemory>();
            services.AddSingleton<TokenEvents>();
            authentication.AddJwtBearer(options => Configure(options, authority!, audience!, isDevelopment));
            services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
                .Configure<TimeProvider, ILogger<AuthorityKeys>>((options, time, logger) =>
                    options.ConfigurationManager = new AuthorityKeys(
                        AuthorityKeys.FetchFrom(authority!, needsTls: !isDevelopment), time, logger));
        }

        RemoveKeyRing(services);
        services.AddAuthorizationBuilder()
            .AddPolicy(People.ScopeBid, policy => Require(policy, People.ScopeBid))
            .AddPolicy(People.ScopeSell, policy => Require(policy, People.ScopeSell))
            .AddPolicy(People.ScopeOperate, policy => Require(policy, People.ScopeOperate));
    }

    /// <summary>
    /// A changing call by cookie must come from a page of this site: another site's page can send the cookie too.
    /// </summary>
    public static bool IsForged(HttpContext http)
    {
        if (!http.Items.ContainsKey(ByCookie) || HttpMethods.IsGet(http.Request.Method) ||
            HttpMethods.IsHead(http.Request.Method))
        {
            return false;
        }

        // As browsers write it: scheme, host, and a port unless it is the usual one. They say the second by themselves,
        // and a page has no means to say it for them.
        var headers = http.Request.Headers;
        return headers.Origin is not [{ } origin] ||
            !origin.Equals($"{http.Request.Scheme}://{http.Request.Host.Value}", StringComparison.OrdinalIgnoreCase) ||
            headers["Sec-Fetch-Site"] is not ([] or ["same-origin"]);
    }

    private static bool IsUsable(string authority, bool isDevelopment) =>
        Uri.TryCreate(authority, UriKind.Absolute, out var address) &&
        (address.Scheme == Uri.UriSchemeHttps || (isDevelopment && address.Scheme == Uri.UriSchemeHttp));

    // Authentication brings data protection, whose start writes a key ring to the home directory. Nothing here uses it.
    private static void RemoveKeyRing(IServiceCollection services)
    {
        foreach (var start in services.Where(service =>
            service.ServiceType == typeof(IHostedService) &&
            service.ImplementationType?.Assembly == typeof(IKeyManager).Assembly).ToList())
        {
            services.Remove(start);
        }
    }

    private static void Configure(JwtBearerOptions options, string authority, string audience, bool isDevelopment)
    {
        options.Authority = authority;
        options.Audience = audience;
        options.RequireHttpsMetadata = !isDevelopment;
        options.MapInboundClaims = false;
        options.TokenValidationParameters.ClockSkew = TimeSpan.FromSeconds(30);
        options.TokenValidationParameters.ValidAlgorithms = Algorithms;
        options.TokenValidationParameters.RequireExpirationTime = true;
        options.EventsType = typeof(TokenEvents);
    }

    private static void Require(AuthorizationPolicyBuilder policy, string scope) => policy
        .RequireAuthenticatedUser()
        .RequireAssertion(context => People.HasScope(context.User, scope));
}
