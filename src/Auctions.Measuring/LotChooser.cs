namespace Auctions.Measuring;

/// <summary>On which lot each bid is placed. It takes nanoseconds, and any thread may ask at any time.</summary>
internal abstract class LotChooser(int lots)
{
    public int Lots => lots;

    /// <summary>The lot of a bid.</summary>
    /// <param name="number">Which bid of its sender, from <see cref="StartOf"/> on.</param>
    public abstract int At(long number);

    /// <summary>With which number one of several senders begins, so that they do not all bid on the same.</summary>
    public abstract long StartOf(int sender, int senders);
}
