using Auctions.Engine;

namespace Auctions.Server;

/// <summary>The configuration of the one-process server, read and checked in one place.</summary>
internal static class ServerOptions
{
    private const int BidsPerMinuteDefault = 60;

    /// <summary>The engine's options: section <c>Engine</c>, and the rate limit under its public name.</summary>
    public static void BindEngine(EngineOptions options, IConfiguration configuration, bool isDevelopment)
    {
        options.BidsPerBidderPerMinute = isDevelopment ? 0 : BidsPerMinuteDefault;
        configuration.GetSection(EngineOptions.Section).Bind(options);
        if (configuration["Limits:BidsPerBidderPerMinute"] is not null)
        {
            options.BidsPerBidderPerMinute = configuration.GetValue<int>("Limits:BidsPerBidderPerMinute");
        }
    }

    /// <exception cref="InvalidOperationException">An address cannot be listened on by anyone.</exception>
    public static void CheckUrls(string? urls)
    {
        foreach (var url in (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!IsUrl(url))
            {
                throw new InvalidOperationException(
                    $"Urls holds \"{url}\"; set it to addresses such as http://127.0.0.1:5080, parted by ';'.");
            }
        }
    }

    private static bool IsUrl(string url)
    {
        try
        {
            return BindingAddress.Parse(url).Port is >= 0 and <= ushort.MaxValue;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
