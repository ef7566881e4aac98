using System.CommandLine;
using Auctions.Cli.Bench;
using Auctions.Cli.Db;
using Auctions.Cli.Demo;
using Auctions.Cli.Doctor;
using Auctions.Cli.Replay;
using Auctions.Cli.Shards;
using Auctions.Cli.Top;
using Auctions.Cli.Verify;

namespace Auctions.Cli;

/// <summary>All commands, and how their ends become exit codes.</summary>
internal static class CommandTree
{
    /// <summary>Runs one command line. SIGINT and SIGTERM cancel the command, which then ends by itself.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CommandContext context)
    {
        // An argument that starts with @ is an argument, not a file of more arguments.
        var parsed = Root(context).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                context.Error.WriteLine($"auctions: {OneLine.Of(error.Message)}");
            }

            context.Error.WriteLine("auctions: add --help to see what the command takes.");
            return ExitCodes.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = context.Output,
                Error = context.Error,
                EnableDefaultExceptionHandler = false,
            });
        }
        catch (CommandFailedException failure)
        {
            context.Error.WriteLine($"auctions: {OneLine.Of(failure.Message)}");
            return failure.ExitCode;
        }
    }

    private static RootCommand Root(CommandContext context) =>
        new("Tools around the auction engine: results on standard output, progress and messages on standard error.")
        {
            ReplayCommand.Create(context),
            BenchCommand.Create(context),
            TopCommand.Create(context),
            DemoCommand.Create(context),
            VerifyCommand.Create(context),
            DoctorCommand.Create(context),
            DbCommand.Create(context),
            ShardsCommand.Create(context),
        };
}
