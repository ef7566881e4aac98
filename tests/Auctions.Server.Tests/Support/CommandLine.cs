using System.Diagnostics;

namespace Auctions.Server.Tests.Support;

/// <summary>The command line as a process of its own.</summary>
internal static class CommandLine
{
    /// <summary>Runs it to its end; fails unless that is a good one.</summary>
    /// <returns>What it wrote to stdout.</returns>
    public static async Task<string> RunAsync(params string[] arguments)
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
        Assert.True(process.ExitCode == 0, $"Exit code {process.ExitCode}: {output}\n{await error}");
        return output;
    }
}
