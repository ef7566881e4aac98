using System.Runtime.InteropServices;

namespace Auctions.Measuring;

/// <summary>Hands out the amounts of each lot, each higher than the one before.</summary>
internal sealed class Ladder(int lots)
{
    private readonly Rung[] _rungs = new Rung[lots];

    public int Lots => lots;

    public long Next(int lot) => Interlocked.Increment(ref _rungs[lot].Amount);

    // Far enough apart that lots do not share a cache line.
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct Rung
    {
        public long Amount;
    }
}
