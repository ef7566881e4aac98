using Auctions.Web.Http;
using Auctions.Web.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Auctions.Web.Internal;

/// <summary>What is for the cluster's inside, and who else may ask for it.</summary>
internal static class InternalSetup
{
    // Operators, by public addresses; anybody, by the internal one.
    private const string Policy = "internal";

    private static readonly PathString Probes = "/healthz";
    private static readonly PathString Figures = "/internal";

    /// <summary>Has the server listen on the internal address, too.</summary>
    /// <param name="builder">A host whose public addresses are known.</param>
    /// <exception cref="InvalidOperationException">It is no such address.</exception>
    public static void AddInternalListener(this WebApplicationBuilder builder)
    {
        var listener = InternalListener.Of(builder.Configuration);
        builder.Services.AddSingleton(listener);
        if (listener.Url is { } url)
        {
            builder.WebHost.UseUrls($"{builder.Configuration[WebHostDefaults.ServerUrlsKey]};{url}");
        }
    }

    public static IServiceCollection AddInternal(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(InternalListener.None);
        services.AddSingleton<ScalingDesk>();
        services.AddSingleton<IValidateOptions<ScalingOptions>, ScalingOptionsValidator>();
        services.AddOptions<ScalingOptions>().Bind(configuration.GetSection(ScalingOptions.Section)).ValidateOnStart();
        services.AddAuthorizationBuilder().AddPolicy(Policy, policy => policy.RequireAssertion(asked =>
            (asked.Resource is HttpContext http && IsInternal(http)) ||
            (asked.User.Identity is { IsAuthenticated: true } &&
                People.HasScope(asked.User, People.ScopeOperate))));
        return services;
    }

    /// <summary>Middleware: nothing but probes and figures is at the internal address.</summary>
    public static void UseInternal(this WebApplication app) => app.Use((http, next) =>
        !IsInternal(http) || http.Request.Path.StartsWithSegments(Probes) ||
        http.Request.Path.StartsWithSegments(Figures)
            ? next(http)
            : CommonProblems.Of(StatusCodes.Status404NotFound).ExecuteAsync(http));

    public static void MapInternal(this IEndpointRouteBuilder routes) => routes
        .MapGet("/internal/scaling", ScalingEndpoint.AnswerAsync)
        .RequireAuthorization(Policy)
        .WithSummary("How many silos the bids of the next quarter of an hour take.")
        .Produces<ScalingBody>()
        .WithProblems(401, 403, 503);

    private static bool IsInternal(HttpContext http) =>
        http.RequestServices.GetRequiredService<InternalListener>().Owns(http.Connection);
}
