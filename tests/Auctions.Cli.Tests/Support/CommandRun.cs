using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Auctions.Cli.Tests.Support;

/// <summary>How a command line ended.</summary>
/// <param name="ExitCode">See <see cref="ExitCodes"/>.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error, without what is only said because the machine is slow.</param>
internal sealed partial record CommandRun(int ExitCode, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs a command line in this process.</summary>
    public static Task<CommandRun> OfAsync(TimeProvider time, params string[] args) => OfAsync(time, false, args);

    /// <summary>The same, whose standard output may be a terminal.</summary>
    public static async Task<CommandRun> OfAsync(TimeProvider time, bool outputIsTerminal, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var context = new CommandContext(output, error, ErrorIsTerminal: false, time)
        {
            OutputIsTerminal = outputIsTerminal,
        };
        var code = await CommandTree.RunAsync(args, context);
        return new CommandRun(code, output.ToString(), OfAnyMachine(error.ToString()));
    }

    public static Task<CommandRun> OfAsync(params string[] args) => OfAsync(TimeProvider.System, args);

    /// <summary>Runs the program as a process, which gets SIGTERM when <paramref name="stop"/> completes.</summary>
    public static async Task<CommandRun> OfProcessAsync(Task stop, params string[] args)
    {
        string[] command = [System.IO.Path.Combine(AppContext.BaseDirectory, "auctions.dll"), .. args];
        using var process = Process.Start(new ProcessStartInfo("dotnet", command)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var exit = process.WaitForExitAsync();
        if (await Task.WhenAny(stop, exit) == stop)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await kill.WaitForExitAsync();
        }

        await exit;
        return new CommandRun(process.ExitCode, await output, OfAnyMachine(await error));
    }

    private static string OfAnyMachine(string error) => Slowness().Replace(error, "");

    // How far a command is after five seconds, and that a server has not answered for as long.
    [GeneratedRegex(
        "^((replay|verify|rebuild|bench): .*[0-9] of [0-9].*|" +
        "demo: http.* does not answer; the demo goes on when it is back\\.|" +
        "demo: the server is back; the demo goes on\\.)\n",
        RegexOptions.Multiline)]
    private static partial Regex Slowness();
}
