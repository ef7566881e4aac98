namespace Auctions.Measuring;

/// <summary>One lot after the other.</summary>
internal sealed class RoundRobin(int lots) : LotChooser(lots)
{
    public override int At(long number) => (int)(number % Lots);

    // They start spread over the lots and move on by one, so they stay spread.
    public override long StartOf(int sender, int senders) => (long)sender * Lots / senders;
}
