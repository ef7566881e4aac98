using System.CommandLine;

namespace Auctions.Cli.Top;

/// <summary><c>auctions top</c>: the hottest auctions of a server or cluster, in a terminal.</summary>
internal static class TopCommand
{
    private const int WindowDefault = 10, WindowMax = 900;
    private const string UserDefault = "operator";

    public static Command Create(CommandContext context)
    {
        var url = OptionParsers.HttpUrl("--url", "The server, like http://127.0.0.1:5080.");
        var token = OptionParsers.Text(
            "--token",
            "FILE",
            $"Bearer token with the scope operate: alone, or in a line \"{UserDefault} token\".",
            _ => null);
        var user = OptionParsers.Text(
            "--user",
            "NAME",
            $"Who asks, by X-User, which counts in Development only; {UserDefault} by default.",
            name => name.Length == 0 || name.AsSpan().ContainsAnyExceptInRange('!', '~')
                ? "a name is of visible ASCII characters without spaces"
                : null);
        var window = OptionParsers.WholeNumber(
            "--window", $"Seconds that rates and times are of; {WindowDefault} by default.", 1, WindowMax);
        var once = new Option<bool>("--once") { Description = "Print one report and end." };
        var json = new Option<bool>("--json") { Description = "Print reports as the server sends them, one a line." };
        var command = new Command("top", "Show the hottest auctions and where their time goes, again each second.")
        {
            url, token, user, window, once, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(token) is not null && result.GetResult(user) is not null)
            {
                result.AddError("--token and --user: give one of them; a token says itself whose it is.");
            }
        });
        command.SetAction((parsed, cancellation) => new TopRunner(
            new TopOptions(
                parsed.GetRequiredValue(url),
                parsed.GetValue(user) ?? UserDefault,
                parsed.GetValue(token),
                parsed.GetValue(window) ?? WindowDefault,
                parsed.GetValue(once),
                parsed.GetValue(json)),
            context).RunAsync(cancellation));
        return command;
    }
}
