using Auctions.Scenarios.Support;
using Auctions.Server.Tests.Support;

namespace Auctions.Server.Tests;

/// <summary>What the server refuses to start with: one line that says why, exit code 1, no stack trace.</summary>
[Trait("Category", "Long")]
public sealed class StartTests
{
    private const string AnyPort = "http://127.0.0.1:0";

    public static TheoryData<string, string, string> BadOptions => new()
    {
        { "Storage:Provider", "MongoDb", "Storage:Provider is \"MongoDb\"" },
        { "Storage:SqliteShards", "0", "Storage:SqliteShards is 0" },
        { "Storage:SqliteShards", "257", "Storage:SqliteShards is 257" },
        { "Storage:SqliteShards", "many", "Storage:SqliteShards is \"many\"" },
        { "Storage:Path", "/dev/null/data", "Storage:Path" },
        { "Privacy:IdentityKeyFile", "/dev/null/key", "identity key" },
        { "Engine:DrainMs", "0", "Engine:DrainMs is 0" },
        { "Engine:DrainMs", "2000", "DrainMs < AppendDeadlineMs" },
        { "Engine:DrainMs", "soon", "Engine:DrainMs" },
        { "Engine:BatchBytesMax", "1", "Engine:BatchBytesMax" },
        { "Limits:BidsPerBidderPerMinute", "-1", "Limits:BidsPerBidderPerMinute" },
        { "Limits:BidsPerBidderPerMinute", "few", "Limits:BidsPerBidderPerMinute" },
        { "Limits:CallsPerPersonPerMinute", "-1", "Limits:CallsPerPersonPerMinute is -1; set it to 0 (off) to" },
        { "Limits:CallsPerPersonPerMinute", "few", "Limits:CallsPerPersonPerMinute" },
        { "Limits:RequestsPerAddressPerMinute", "-1", "Limits:RequestsPerAddressPerMinute is -1; set it to" },
        { "Limits:ConnectionsMax", "0", "Limits:ConnectionsMax is 0; set it to 1 to" },
        { "Limits:ConnectionsPerAddressMax", "0", "Limits:ConnectionsPerAddressMax is 0; set it to 1 to" },
        { "Proxies:Known:0", "nonsense", "Proxies:Known:0 is \"nonsense\"; set it to a proxy's IP address" },
        { "Proxies:Known:0", "10.0.0.0/33", "Proxies:Known:0 is \"10.0.0.0/33\"; set it to" },
        { "Proxies:Known", "10.0.0.7", "Proxies:Known is \"10.0.0.7\"; it is a list" },
        { "ForwardedHeaders_Enabled", "true", "name your proxies in Proxies:Known:0" },
        { "Auth:Authority", "nonsense", "Auth:Authority is \"nonsense\"" },
        { "OTEL_EXPORTER_OTLP_ENDPOINT", "nonsense", "OTEL_EXPORTER_OTLP_ENDPOINT is \"nonsense\"" },
        { "Pages:LogInUrl", "javascript:alert(1)", "Pages:LogInUrl is \"javascript:alert(1)\"" },
        { "Pages:LogInUrl", "//elsewhere.example", "Pages:LogInUrl is" },
        { "Internal:Url", "nonsense", "Internal:Url is \"nonsense\"; set it to an address" },
        { "Scaling:Headroom", "2", "Scaling:Headroom is 2" },
        { "Urls", "nonsense", "Urls holds \"nonsense\"" },
        { "Urls", "http://127.0.0.1:65536", "Urls holds" },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public async Task A_bad_option_is_named(string key, string value, string named)
    {
        using var data = new DataDirectory();
        var options = new Dictionary<string, string>
        {
            ["Urls"] = AnyPort,
            ["Storage:Path"] = data.Path,
            ["Auth:Audience"] = "auctions",
            [key] = value,
        };

        await RefusesAsync(
            "Development", named, [.. options.SelectMany(option => ToArguments(option.Key, option.Value))]);
    }

    [Theory]
    [InlineData("Production", null, null, "Set Auth:Authority and Auth:Audience")]
    [InlineData("Production", "https://id.example.org", null, "Set Auth:Authority and Auth:Audience")]
    [InlineData("Staging", null, "auctions", "Set Auth:Authority and Auth:Audience")]
    [InlineData("Production", "http://id.example.org", "auctions", "Auth:Authority is \"http://id.example.org\"")]
    public async Task Outside_development_there_must_be_an_authority(
        string environment, string? authority, string? audience, string named)
    {
        using var data = new DataDirectory();

        await RefusesAsync(
            environment,
            named,
            [
                "--Urls", AnyPort, "--Storage:Path", data.Path, .. ToArguments("Auth:Authority", authority),
                .. ToArguments("Auth:Audience", audience),
            ]);
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using var data = new DataDirectory();
        using var other = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(data.Path);
        var address = server.Url.GetLeftPart(UriPartial.Authority);

        await RefusesAsync(
            "Development", $"{address}: address already in use", "--Urls", address, "--Storage:Path", other.Path);
    }

    [Fact]
    public async Task A_data_directory_in_use_is_refused_and_its_server_goes_on()
    {
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(data.Path);

        await RefusesAsync(
            "Development", $"{data.Path} is in use by another server", "--Urls", AnyPort, "--Storage:Path", data.Path);

        var lot = await Lot.CreateAsync(server.Api, "seller");
        (await lot.BidAsync("anna", 5000)).Is(201);
    }

    [Theory]
    [InlineData("meta.db")]
    [InlineData("shard-02.db")]
    [InlineData("read-models.db")]
    public async Task Data_of_a_newer_version_is_refused_and_left_alone(string file)
    {
        using var data = await MadeAsync();
        using (var database = new Database(data.Path, file))
        {
            database.Run("pragma user_version = 99");
        }

        await RefusesAsync(
            "Development", "was written by a newer version of OrleansAuctions", "--Urls", AnyPort, "--Storage:Path",
            data.Path);

        using var unchanged = new Database(data.Path, file);
        Assert.Equal(99, unchanged.Read<long>("pragma user_version"));
    }

    [Theory]
    [InlineData("meta.db")]
    [InlineData("shard-02.db")]
    public async Task A_file_that_is_no_database_is_refused(string file)
    {
        using var data = await MadeAsync();
        await File.WriteAllTextAsync(Path.Combine(data.Path, file), new string('x', 5000));

        await RefusesAsync("Development", "is not a database", "--Urls", AnyPort, "--Storage:Path", data.Path);
    }

    [Theory]
    [InlineData("shard-01.db", "is missing. Put it back")]
    [InlineData("identity.key", "identity key")]
    public async Task A_lost_file_does_not_come_back_empty(string file, string named)
    {
        using var data = await MadeAsync();
        File.Delete(Path.Combine(data.Path, file));

        await RefusesAsync("Development", named, "--Urls", AnyPort, "--Storage:Path", data.Path);
        Assert.False(File.Exists(Path.Combine(data.Path, file)));
    }

    [Fact]
    public async Task Another_number_of_shards_is_refused()
    {
        using var data = await MadeAsync();

        await RefusesAsync(
            "Development", "The store has 4 shards", "--Urls", AnyPort, "--Storage:Path", data.Path,
            "--Storage:SqliteShards", "5");
    }

    [Fact]
    public async Task The_identity_key_is_for_its_owner_only()
    {
        using var data = await MadeAsync();

        var path = Path.Combine(data.Path, "identity.key");
        Assert.True(
            OperatingSystem.IsWindows() ||
            File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Theory]
    [InlineData("https://id.example.org/enter?a=1&b=2", "data-log-in=\"https://id.example.org/enter?a=1&amp;b=2\"")]
    [InlineData("/enter", "data-log-in=\"/enter\"")]
    public async Task Outside_development_pages_send_visitors_where_the_site_says(string logInUrl, string named)
    {
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartInAsync(
            "Production",
            data.Path,
            "--Auth:Authority", "https://id.example.org",
            "--Auth:Audience", "auctions",
            "--Storage:Migrate", "true",
            "--Pages:LogInUrl", logInUrl);

        var page = await server.Api.GetAsync("/");

        Assert.Contains("data-identity=\"cookie\"", page.Is(200).Text);
        Assert.Contains(named, page.Text);
    }

    [Fact]
    public async Task In_development_the_log_says_that_a_name_stands_for_a_token()
    {
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(data.Path);

        await Eventually.IsAsync(
            () => server.Output,
            told => told.Contains("X-User stands for a token with every scope", StringComparison.Ordinal));
    }

    private static async Task<DataDirectory> MadeAsync()
    {
        var data = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(data.Path);
        await server.StopAsync();
        return data;
    }

    private static string[] ToArguments(string key, string? value) => value is null ? [] : [$"--{key}", value];

    private static async Task RefusesAsync(string environment, string named, params string[] options)
    {
        await using var server = await ServerProcess.EndedAsync(environment, options);

        Assert.Equal(1, server.ExitCode);
        var line = Assert.Single(server.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("OrleansAuctions cannot start: ", line);
        Assert.Contains(named, line);
        Assert.DoesNotContain("   at ", server.Output);
    }
}
