using System.Diagnostics;
using Auctions.Simulation;
using Auctions.Simulation.Hunting;
using Auctions.Simulation.Planting;
using Auctions.Simulation.Scenarios;

if (args[0] == "profile")
{
    long a = 0, b = 0, c = 0; long steps = 0, ops = 0, ev = 0;
    var n = ulong.Parse(args[1]);
    for (var seed = 0UL; seed < n; seed++)
    {
        if (seed == n / 4) { a = b = c = 0; steps = 0; }
        var t0 = Stopwatch.GetTimestamp();
        var s = Draw.Scenario(seed);
        var t1 = Stopwatch.GetTimestamp();
        var h = Run.Play(s);
        var t2 = Stopwatch.GetTimestamp();
        Auctions.Simulation.Checking.Checker.Check(h);
        var t3 = Stopwatch.GetTimestamp();
        a += t1 - t0; b += t2 - t1; c += t3 - t2;
        steps += s.Steps.Count; ops += h.Operations.Sum(o => o.Copies.Count); ev += h.Lots.Sum(l => l.Commits.Sum(x => x.Events.Count));
    }
    var k = 1e6 / Stopwatch.Frequency / (n * 3 / 4);
    Console.WriteLine($"draw {a * k:0.0} run {b * k:0.0} check {c * k:0.0} us; steps {steps / (double)n * 4 / 3:0.0} copies {ops / (double)n:0.0} events {ev / (double)n:0.0} GC {GC.CollectionCount(0)} {GC.GetTotalAllocatedBytes() / (long)n}");
    return;
}

if (args[0] == "planted")
{
    foreach (var bug in PlantedBugs.All)
    {
        if (args.Length > 1 && !bug.Name.Contains(args[1])) continue;
        var w = Stopwatch.StartNew();
        Console.WriteLine($"{bug.Name}: {PlantedEngine.Hunt(bug, 1000) ?? "NOT FOUND"} ({w.ElapsedMilliseconds} ms)");
    }

    return;
}

var count = args.Length > 0 ? int.Parse(args[0]) : 1000;
var from = args.Length > 1 ? ulong.Parse(args[1]) : 0;
if (count == 1)
{
    Console.WriteLine(Trial.Tell(Draw.Scenario(from)));
    return;
}
var watch = Stopwatch.StartNew();
var bad = 0;
for (var seed = from; seed < from + (ulong)count; seed++)
{
    var violations = Trial.Of(Draw.Scenario(seed));
    if (violations.Count > 0 && bad++ < 15)
    {
        Console.WriteLine($"seed {seed}: {violations[0]}");
    }
}
Console.WriteLine($"{count / watch.Elapsed.TotalSeconds:0}/s, {bad} bad");
