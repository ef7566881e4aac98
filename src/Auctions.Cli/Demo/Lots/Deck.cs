namespace Auctions.Cli.Demo.Lots;

/// <summary>Cards in a random order, all of them before one comes again.</summary>
internal sealed class Deck<T>(IReadOnlyList<T> cards, Dice dice)
{
    private readonly Queue<T> _left = new();

    public T Draw()
    {
        if (_left.Count == 0)
        {
            var shuffled = cards.ToArray();
            dice.Shuffle(shuffled);
            foreach (var card in shuffled)
            {
                _left.Enqueue(card);
            }
        }

        return _left.Dequeue();
    }
}
