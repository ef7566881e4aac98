using System.Diagnostics;
using Auctions.Simulation;
using Auctions.Simulation.Checking;
using Auctions.Simulation.Scenarios;

var count = args.Length > 0 ? int.Parse(args[0]) : 1000;
var from = args.Length > 1 ? ulong.Parse(args[1]) : 0;
if (count == 1)
{
    var trace = new Auctions.Simulation.Clockwork.Trace();
    var scenario = Draw.Scenario(from);
    var history = Run.Play(scenario, trace);
    Console.WriteLine(trace);
    foreach (var v in Checker.Check(history)) Console.WriteLine(v);
    return;
}
var watch = Stopwatch.StartNew();
var bad = 0;
for (var seed = from; seed < from + (ulong)count; seed++)
{
    var history = Run.Play(Draw.Scenario(seed));
    var violations = Checker.Check(history);
    if (violations.Count > 0 && bad++ < 15)
    {
        Console.WriteLine($"seed {seed}: {violations[0]}");
    }
}
Console.WriteLine($"{count / watch.Elapsed.TotalSeconds:0}/s, {bad} bad");
