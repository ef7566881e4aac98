using System.ComponentModel;
using System.Diagnostics;

namespace Auctions.Processes;

/// <summary>A program that is run to its end.</summary>
public static class Command
{
    /// <summary>Runs it in the root directory; gives what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has what it said.</exception>
    public static async Task<string> RunAsync(string[] command, params (string Name, string Value)[] environment)
    {
        var (code, printed, said) = await EndAsync(command, environment);
        return code == 0 ? printed : throw new InvalidOperationException(Failure(command, code, printed, said));
    }

    /// <summary>Runs it; gives why it failed, which is empty if it did not.</summary>
    public static async Task<string> FailureAsync(params string[] command)
    {
        try
        {
            var (code, printed, said) = await EndAsync(command, []);
            return code == 0 ? "" : Failure(command, code, printed, said);
        }
        catch (Win32Exception missing)
        {
            return $"{command[0]} cannot be run: {missing.Message}";
        }
    }

    /// <summary>Whether there is such a program where programs are looked for.</summary>
    public static bool IsThere(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(directory => File.Exists(Path.Combine(directory, program)));

    private static string Failure(string[] command, int code, string printed, string said) =>
        $"\"{string.Join(' ', command)}\" ends with {code}: {printed}{said}".TrimEnd();

    private static async Task<(int Code, string Printed, string Said)> EndAsync(
        string[] command, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEndAsync();
        var printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, printed, await said);
    }
}
