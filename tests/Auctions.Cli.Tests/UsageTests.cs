using Auctions.Cli.Tests.Support;

namespace Auctions.Cli.Tests;

/// <summary>A wrong command line exits 2 and says what would be right.</summary>
public class UsageTests
{
    private const string Url = "--url http://127.0.0.1:1";

    [Theory]
    [InlineData("", "Required command was not provided.")]
    [InlineData("repaly", "Unrecognized command or argument 'repaly'.")]
    [InlineData("replay x.csv", "Option '--url' is required.")]
    [InlineData($"replay {Url}", "Required argument missing for command: 'replay'.")]
    [InlineData($"replay x.csv y.csv {Url}", "Unrecognized command or argument 'y.csv'.")]
    [InlineData($"replay x.csv {Url} --fast", "Unrecognized command or argument '--fast'.")]
    [InlineData("replay x.csv --url 127.0.0.1:5080", "--url: '127.0.0.1:5080' is not a server's address; ")]
    [InlineData("replay x.csv --url ftp://host/", "--url: 'ftp://host/' is not a server's address; ")]
    [InlineData("replay x.csv --url http://host/?a=b", "--url: 'http://host/?a=b' is not a server's address; ")]
    [InlineData($"replay x.csv {Url} --parallel 0", "--parallel: '0' is not a whole number from 1 to 1024.")]
    [InlineData($"replay x.csv {Url} --parallel 1025", "--parallel: '1025' is not a whole number from 1 to 1024.")]
    [InlineData($"replay x.csv {Url} --parallel many", "--parallel: 'many' is not a whole number from 1 to 1024.")]
    [InlineData($"replay x.csv {Url} --exact-min -1", "--exact-min: '-1' is not a whole number from 0 to ")]
    [InlineData($"replay x.csv {Url} --run zoë", "--run: 'zoë' cannot start a key; ")]
    [InlineData("bench", "Option '--url' is required.")]
    [InlineData("bench --url https://127.0.0.1:1", "--url: a bench speaks plain HTTP; ")]
    [InlineData($"bench {Url} --scenario cold", "--scenario: 'cold' is not known; write hot or spread.")]
    [InlineData($"bench {Url} --rate 0", "--rate: '0' is not a whole number from 1 to 1000000.")]
    [InlineData($"bench {Url} --connections 0", "--connections: '0' is not a whole number from 1 to 16384.")]
    [InlineData($"bench {Url} --outstanding 65537", "--outstanding: '65537' is not a whole number from 1 to 65536.")]
    [InlineData($"bench {Url} --seconds 0", "--seconds: '0' is not a whole number from 1 to 86400.")]
    [InlineData($"bench {Url} --warmup -1", "--warmup: '-1' is not a whole number from 0 to 86400.")]
    [InlineData($"bench {Url} --rate 5 --outstanding 5", "--rate and --outstanding: give one of them; ")]
    [InlineData("top", "Option '--url' is required.")]
    [InlineData($"top {Url} --window 0", "--window: '0' is not a whole number from 1 to 900.")]
    [InlineData($"top {Url} --window 901", "--window: '901' is not a whole number from 1 to 900.")]
    [InlineData($"top {Url} --user zoë", "--user: a name is of visible ASCII characters without spaces.")]
    [InlineData($"top {Url} --user a --token f", "--token and --user: give one of them; ")]
    [InlineData("demo", "Option '--url' is required.")]
    [InlineData($"demo {Url} --lots 5", "--lots: '5' is not a whole number from 6 to 100.")]
    [InlineData($"demo {Url} --speed 21", "--speed: '21' is not a whole number from 1 to 20.")]
    [InlineData($"demo {Url} --seed -1", "--seed: '-1' is not a whole number from 0 to ")]
    [InlineData($"demo {Url} --until-exit 0", "--until-exit: '0' is not a whole number from 1 to ")]
    public async Task A_wrong_command_line_exits_2(string line, string message)
    {
        var run = await CommandRun.OfAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((ExitCodes.Usage, ""), (run.ExitCode, run.Output));
        Assert.Contains($"auctions: {message}", run.Error);
        Assert.EndsWith("auctions: add --help to see what the command takes.\n", run.Error);
    }

    [Fact]
    public async Task The_program_itself_exits_2_on_a_wrong_command_line()
    {
        var run = await CommandRun.OfProcessAsync(new TaskCompletionSource().Task, "replay", "x.csv");

        Assert.Equal((ExitCodes.Usage, ""), (run.ExitCode, run.Output));
    }

    [Theory]
    [InlineData(238, ExitCodes.Ok)]
    [InlineData(239, ExitCodes.Usage)]
    public async Task A_run_name_that_makes_the_longest_key_too_long_exits_2(int length, int code)
    {
        await using var api = await FakeApi.StartAsync();
        using var file = Csv.Save(Csv.Of("auction-number,5,1,x,0,1,1,i,t"));

        var run = await CommandRun.OfAsync(
            "replay", file.Path, "--url", api.Url.ToString(), "--run", new string('r', length));

        Assert.Equal(code, run.ExitCode);
        const string Message = "auctions: --run: the name has 239 characters; with this file use at most 238.\n";
        Assert.Equal(code == ExitCodes.Ok ? "" : Message, run.Error);
        Assert.Equal(code == ExitCodes.Ok ? [255] : [], api.Bids.Select(bid => bid.Key!.Length));
    }

    [Fact]
    public async Task Help_goes_to_standard_output_and_exits_0()
    {
        var run = await CommandRun.OfAsync("replay", "--help");

        Assert.Equal((ExitCodes.Ok, ""), (run.ExitCode, run.Error));
        Assert.Contains("--exact-min <N>", run.Output);
    }
}
