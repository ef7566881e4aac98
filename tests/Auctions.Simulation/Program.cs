using System.CommandLine;
using Auctions.Simulation;

return new RootCommand("Plays the real engine in virtual time, with faults drawn from seeds, and checks what it did.")
{
    Commands.Run(),
    Commands.Trace(),
    Commands.Repeat(),
    Commands.Planted(),
}.Parse(args).Invoke();
