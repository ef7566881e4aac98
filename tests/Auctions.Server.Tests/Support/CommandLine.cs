using System.Diagnostics;

namespace Auctions.Server.Tests.Support;

/// <summary>The command line as a process of its own.</summary>
internal static class CommandLine
{
    /// <summary>Runs it to its end; fails unless that is a good one.</summary>
    /// <returns>What it wrote to stdout.</returns>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        var (exitCode, output) = await RunToEndAsync(arguments);
        Assert.True(exitCode == 0, $"Exit code {exitCode}: {output}");
        return output;
    }

    /// <summary>Runs it to its end, whatever that is.</summary>
    /// <returns>Its exit code, and what it wrote to stdout; after a bad end to stderr, too.</returns>
    public static async Task<(int ExitCode, string Output)> RunToEndAsync(params string[] arguments)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var dll = Path.Combine(here.Parent!.Parent!.FullName, "Auctions.Cli", here.Name, "auctions.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [dll, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, process.ExitCode == 0 ? output : $"{output}\n{await error}");
    }
}
