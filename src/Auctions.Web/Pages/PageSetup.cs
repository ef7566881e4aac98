using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Auctions.Web.Pages;

/// <summary>What the pages need.</summary>
internal static class PageSetup
{
    /// <summary>Where one logs in, for pages to link to: an address or a path of the embedding site.</summary>
    public const string LogInUrlKey = "Pages:LogInUrl";

    /// <exception cref="InvalidOperationException">The configured address is none.</exception>
    public static void AddPages(this IServiceCollection services, IConfiguration configuration, bool isDevelopment)
    {
        var logIn = configuration[LogInUrlKey];
        if (!string.IsNullOrEmpty(logIn) && !IsUsable(logIn))
        {
            throw new InvalidOperationException(
                $"{LogInUrlKey} is \"{logIn}\"; set it to an https address or to a path that starts with '/'.");
        }

        services.AddOutputCache(options => options.AddPolicy(PageCache.Name, new PageCache()));
        services.AddSingleton(new PageSite(
            isDevelopment ? "development" : "cookie", string.IsNullOrEmpty(logIn) ? null : logIn));
        services.AddSingleton<PageRenderer>();
    }

    private static bool IsUsable(string url) => url.StartsWith('/')
        ? !url.StartsWith("//", StringComparison.Ordinal)
        : Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps;
}
