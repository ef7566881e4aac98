using System.Collections;
using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Auctions.Cli.Doctor;

/// <summary>
/// <c>auctions doctor</c>: whether a program would run well with the configuration that is here, and what to change.
/// </summary>
internal static class DoctorCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static readonly Dictionary<string, ProgramKind> Programs = new()
    {
        ["server"] = ProgramKind.Server,
        ["silo"] = ProgramKind.Silo,
        ["front-end"] = ProgramKind.FrontEnd,
    };

    public static Command Create(CommandContext context)
    {
        var storage = new StorageConfiguration();
        var program = OptionParsers.Text(
            "--program",
            "PROGRAM",
            "Whose configuration it is: server (by default), silo or front-end.",
            text => Programs.ContainsKey(text) ? null : $"'{text}' is none of {string.Join(", ", Programs.Keys)}");
        var processes = OptionParsers.WholeNumber(
            "--processes", "How many silos, front ends and servers use the store at a time; 1 by default.", 1, 10_000);
        var url = OptionParsers.HttpUrl("--url", "A server or front end that runs, to look at as well.");
        url.Required = false;
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command(
            "doctor", "Look for what keeps a program from running well here, and say what to do; changes nothing.")
        {
            program,
            processes,
            url,
            json,
        };
        storage.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
                .ToDictionary(variable => (string)variable.Key, variable => variable.Value as string ?? "");
            var patient = new Patient(
                Programs[parsed.GetValue(program) ?? "server"],
                parsed.GetValue(processes) ?? 1,
                storage.ConfigurationOf(parsed),
                environment,
                context.Time);
            return await RunAsync(patient, parsed.GetValue(url), parsed.GetValue(json), context, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        Patient patient, Uri? url, bool asJson, CommandContext context, CancellationToken cancellation)
    {
        IReadOnlyList<Finding> findings;
        try
        {
            findings = await Examination.RunAsync(patient, url, context.Error.WriteLine, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new CommandFailedException("stopped before everything was looked at.");
        }

        var faults = findings.Count(finding => finding.Severity == Severity.Fault);
        var warnings = findings.Count(finding => finding.Severity == Severity.Warning);
        if (asJson)
        {
            context.Output.WriteLine(JsonSerializer.Serialize(new { faults, warnings, findings }, Json));
        }
        else
        {
            foreach (var finding in findings)
            {
                var severity = finding.Severity switch
                {
                    Severity.Ok => "ok",
                    Severity.Note => "note",
                    Severity.Warning => "warning",
                    Severity.Fault => "FAULT",
                };
                context.Output.WriteLine($"{severity,-8}{finding.Area}: {OneLine.Of(finding.Found)}");
                if (finding.Fix is { } fix)
                {
                    context.Output.WriteLine($"        fix: {OneLine.Of(fix)}");
                }
            }

            context.Output.WriteLine($"doctor: {Count(faults, "fault")}, {Count(warnings, "warning")}");
        }

        return faults == 0 ? ExitCodes.Ok : ExitCodes.Mismatch;
    }

    private static string Count(int number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";
}
