using System.CommandLine;
using Auctions.Engine.Heat;

namespace Auctions.Bench.Scaling;

/// <summary>What can be asked about scaling.</summary>
internal static class ScalingCommand
{
    public static Command Create()
    {
        var assumed = ClosingAssumptions.Default;
        var first = OptionMaker.Whole(
            "--seed", 1_001, "Seed of the first evening; those to 1000 are for choosing assumptions.");
        var evenings = OptionMaker.Whole("--evenings", 20, "Evenings of each kind.");
        var watcher = Assumption(
            "--bids-per-watcher", assumed.BidsPerWatcherAtEnd, "Assumed bids/s of a watcher in the last moment.");
        var ramp = Assumption("--ramp", assumed.RampSeconds, "Assumed seconds in which bids get e times more.");
        var growth = Assumption("--growth-max", assumed.GrowthMax, "Assumed most by which a slope carries on.");
        var command = new Command(
            "scaling",
            "Plays made-up evenings in virtual time and compares scaling silos by the forecast of closings with " +
            "scaling them by processors: seconds with too few silos, bids beyond what they bear, and silo-hours.")
        {
            first, evenings, watcher, ramp, growth,
        };
        command.SetAction((parsed, _) => ExitCodes.GuardAsync(() =>
        {
            Console.Write(ScalingRun.Run(new ScalingSettings(
                parsed.GetValue(first),
                parsed.GetValue(evenings),
                new ClosingAssumptions(parsed.GetValue(watcher), parsed.GetValue(ramp), parsed.GetValue(growth)))));
            return Task.FromResult(0);
        }));
        return command;
    }

    private static Option<double> Assumption(string name, double value, string description)
    {
        var option = new Option<double>(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (!(result.GetValueOrDefault<double>() is > 0 and <= 10_000))
            {
                result.AddError($"{name} is more than 0, and at most 10,000.");
            }
        });
        return option;
    }
}
