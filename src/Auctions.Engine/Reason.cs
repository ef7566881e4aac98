using System.Globalization;
using Auctions.Engine.Ports;

namespace Auctions.Engine;

/// <summary>
/// Why something failed, for a log: of a fault that is to be expected (a journal that could not answer, a time-out)
/// what each of the exceptions in it says, of anything else, which is a bug, all of it with the stack.
/// </summary>
/// <param name="Failed">What was thrown.</param>
public readonly record struct Reason(Exception Failed)
{
    public static implicit operator Reason(Exception failed) => new(failed);

    public override string ToString()
    {
        if (Failed is not (JournalException or TimeoutException or OperationCanceledException))
        {
            return string.Create(CultureInfo.InvariantCulture, $"{Failed}");
        }

        var said = new List<string>();
        for (var at = Failed; at is not null; at = at.InnerException)
        {
            if (!said.Contains(at.Message))
            {
                said.Add(at.Message);
            }
        }

        return string.Join(" ", said);
    }
}
