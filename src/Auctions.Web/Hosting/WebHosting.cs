using Auctions.Web.Internal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Auctions.Web.Hosting;

/// <summary>What every process that speaks HTTP to bidders has in common: addresses, limits, log lines.</summary>
public static class WebHosting
{
    private const string UrlDefault = "http://127.0.0.1:5080";

    // RequestBody holds bodies to 4 KiB. The server's own bound only stops a stream without end: it counts the framing
    // of chunks too, so that at 4 KiB it would refuse bodies that are not too large.
    private const int BodyWithFramingBytesMax = 32 * 1024;
    private const int HeaderBytesMax = 16 * 1024;

    // They quote what was sent, in which a bidder may have put a maximum or a key by mistake: the one every address
    // with its query, the other what is no HTTP. The first, moreover, opens a scope and an activity for every request
    // as long as anything it says would be written; what it says beside the requests, that a pipeline cannot be built,
    // ends the process with the same words.
    private static readonly string[] Silent =
        ["Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.AspNetCore.Server.Kestrel.BadRequests"];

    private static readonly TimeSpan ShutdownDeadline = TimeSpan.FromSeconds(120);

    /// <summary>Prepares a host; nothing listens yet.</summary>
    /// <exception cref="InvalidOperationException">An address cannot be listened on by anyone.</exception>
    public static void Prepare(WebApplicationBuilder builder)
    {
        CheckUrls(builder.Configuration["urls"]);
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
        {
            builder.WebHost.UseUrls(UrlDefault);
        }

        builder.AddInternalListener();
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
            console.UseUtcTimestamp = true;
        });
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

        // It logs a start that failed with its stack trace, before Program says the same in one line.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Services.PostConfigure<LoggerFilterOptions>(Silence);
        builder.WebHost.ConfigureKestrel(ConfigureKestrel);
        builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = UnsentBytes.Listen);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownDeadline);
    }

    private static void ConfigureKestrel(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = BodyWithFramingBytesMax;
        kestrel.Limits.MaxRequestHeadersTotalSize = HeaderBytesMax;
        kestrel.Limits.MaxResponseBufferSize = UnsentBytes.Max;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
    }

    // After all configuration, and for each kind of output that has filters of its own, for those go first.
    private static void Silence(LoggerFilterOptions filters)
    {
        foreach (var output in filters.Rules.Select(rule => rule.ProviderName).Append(null).Distinct().ToList())
        {
            foreach (var category in Silent)
            {
                filters.Rules.Add(new LoggerFilterRule(output, category, LogLevel.None, filter: null));
            }
        }
    }

    private static void CheckUrls(string? urls)
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
