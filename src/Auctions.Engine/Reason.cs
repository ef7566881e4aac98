using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using Auctions.Engine.Ports;

namespace Auctions.Engine;

/// <summary>
/// Why something failed, for a log: of a fault that is to be expected (a journal that could not answer, a time-out, a
/// broken connection) what each of the exceptions in it says; if any of them is something else, which is a bug, all of
/// it with the stack.
/// </summary>
/// <param name="Failed">What was thrown.</param>
public readonly record struct Reason(Exception Failed)
{
    public static implicit operator Reason(Exception failed) => new(failed);

    public override string ToString()
    {
        var said = new List<string>();
        for (var at = Failed; at is not null; at = at.InnerException)
        {
            if (!IsExpected(at))
            {
                return string.Create(CultureInfo.InvariantCulture, $"{Failed}");
            }

            if (!said.Contains(at.Message))
            {
                said.Add(at.Message);
            }
        }

        return string.Join(" ", said);
    }

    private static bool IsExpected(Exception failed) => failed is JournalException or TimeoutException
        or OperationCanceledException or DbException or IOException or SocketException;
}
