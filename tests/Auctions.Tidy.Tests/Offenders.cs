using Xunit;

namespace Auctions.Tidy.Tests;

/// <summary>A check that lists all offenders in full, so that the message says what to mend.</summary>
internal static class Offenders
{
    public static void None(IEnumerable<string> offenders)
    {
        var list = offenders.ToArray();
        Assert.True(list.Length == 0, string.Join('\n', list));
    }
}
