namespace Auctions.Deployment.Tests;

/// <summary>What does not belong into an image, or is missing there, is found.</summary>
public sealed class ImageContentsTests
{
    private static readonly string[] Server =
    [
        "Auctions.Server.dll", "Auctions.Server.pdb", "runtimes/linux-arm64/native/libe_sqlite3.so",
        "runtimes/linux-x64/native/libe_sqlite3.so", "runtimes/unix/lib/System.dll",
    ];

    private static readonly Dictionary<string, Version> Frameworks = new()
    {
        ["Microsoft.NETCore.App"] = new Version(10, 0, 0),
        ["Microsoft.AspNetCore.App"] = new Version(10, 0, 0),
    };

    [Fact]
    public void What_a_server_needs_is_no_offence() => Assert.Empty(Offences(Server, Frameworks));

    [Theory]
    [InlineData("web.config", "does not belong")]
    [InlineData("appsettings.Development.json", "does not belong")]
    [InlineData("xunit.core.dll", "does not belong")]
    [InlineData("ca.pem", "does not belong")]
    [InlineData("Npgsql.pdb", "is somebody else's")]
    [InlineData("runtimes/win-x64/native/e_sqlite3.dll", "is for another system")]
    public void A_file_too_many_is_found(string file, string mention) =>
        Assert.Contains($"{file} {mention}", Assert.Single(Offences([.. Server, file], Frameworks)));

    [Theory]
    [InlineData("Auctions.Server.dll", "/app/Auctions.Server.dll was not published")]
    [InlineData("runtimes/linux-x64/native/libe_sqlite3.so", "SQLite for linux-x64 is missing")]
    [InlineData("runtimes/linux-arm64/native/libe_sqlite3.so", "SQLite for linux-arm64 is missing")]
    public void A_file_too_few_is_found(string file, string mention) =>
        Assert.Contains(mention, Assert.Single(Offences([.. Server.Where(one => one != file)], Frameworks)));

    [Theory]
    [InlineData("Microsoft.NETCore.App", "10.0")]
    [InlineData("Microsoft.AspNetCore.App", "11.0")]
    public void A_base_without_the_framework_is_found(string framework, string version) => Assert.Contains(
        "is no image of",
        Assert.Single(Offences(Server, new Dictionary<string, Version> { [framework] = Version.Parse(version) })));

    private static IEnumerable<string> Offences(string[] files, Dictionary<string, Version> frameworks) =>
        ImageContents.Offences(files, frameworks, Containerfile.Read("server"));
}
