using Auctions.Scenarios.Support;
using Auctions.Server.Tests.Support;
using Microsoft.Playwright;

namespace Auctions.Server.Browser.Tests.Support;

/// <summary>One headless Chromium and one server for all tests.</summary>
public sealed class Browsers : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    // A page may load while processes of other suites have the processors.
    private const int PatienceMs = 20_000;

    private DataDirectory? _data;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private ServerProcess? _server;

    public Api Api => _server!.Api;

    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Executable(),

            // Root may not use the sandbox, and nothing but our own pages is opened.
            Args = ["--no-sandbox", "--disable-dev-shm-usage"],
        });
        var data = new DataDirectory();
        _data = data;
        _server = await ServerProcess.StartAsync(data.Path);
        Assertions.SetDefaultExpectTimeout(PatienceMs);
    }

    public async Task DisposeAsync()
    {
        await _browser!.DisposeAsync();
        _playwright!.Dispose();
        await _server!.DisposeAsync();
        _data!.Dispose();
    }

    /// <summary>Somebody with a browser of their own, on this server.</summary>
    public Task<Visitor> VisitAsync(string? name = null, BrowserNewContextOptions? options = null) =>
        VisitAsync(_server!.Url, name, options);

    /// <summary>Somebody with a browser of their own.</summary>
    /// <param name="site">The site.</param>
    /// <param name="name">Who they say they are; null: they do not say.</param>
    /// <param name="options">What is special about the browser.</param>
    public async Task<Visitor> VisitAsync(Uri site, string? name = null, BrowserNewContextOptions? options = null)
    {
        options ??= new BrowserNewContextOptions();
        options.BaseURL = site.ToString();
        options.Locale ??= "en-US";
        options.TimezoneId ??= "UTC";
        var context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(PatienceMs);
        return await Visitor.OfAsync(context, name);
    }

    // scripts/test says which it found or installed.
    private static string Executable() =>
        Environment.GetEnvironmentVariable("AUCTIONS_BROWSER") is { Length: > 0 } path
            ? path
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
                .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
                .FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException(
                "Chromium is not installed; install it (as root: apt-get install -y chromium), or name a browser of " +
                "its kind in AUCTIONS_BROWSER.");
}

/// <summary>All tests share one browser.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserSuite : ICollectionFixture<Browsers>
{
    public const string Name = "Browser";
}
