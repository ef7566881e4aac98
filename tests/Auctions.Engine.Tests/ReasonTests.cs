using Auctions.Engine.Ports;

namespace Auctions.Engine.Tests;

/// <summary>What a log says of something that failed.</summary>
public sealed class ReasonTests
{
    [Fact]
    public void A_fault_to_be_expected_is_told_in_one_line_with_all_its_causes_and_no_stack()
    {
        var fault = new JournalException(
            JournalFault.Unknown, "Shard 1: no answer.", Thrown(new IOException("Connection reset by peer.")));
        Assert.Equal("Shard 1: no answer. Connection reset by peer.", new Reason(Thrown(fault)).ToString());
    }

    [Fact]
    public void What_causes_say_in_the_same_words_is_said_once()
    {
        var fault = new JournalException(JournalFault.Unknown, "Reset.", new IOException("Reset."));
        Assert.Equal("Reset.", new Reason(fault).ToString());
    }

    [Fact]
    public void A_bug_that_a_journal_met_is_told_with_its_stack()
    {
        var bug = Thrown(new InvalidCastException("Bug."));
        var fault = new JournalException(JournalFault.Unknown, "Shard 1: it is unknown whether this was done.", bug);
        Assert.Contains(nameof(Thrown), new Reason(fault).ToString());
    }

    [Fact]
    public void A_bug_is_told_with_its_stack() =>
        Assert.Contains(nameof(Thrown), new Reason(Thrown(new InvalidOperationException("Bug."))).ToString());

    private static Exception Thrown(Exception exception)
    {
        try
        {
            throw exception;
        }
        catch (Exception caught)
        {
            return caught;
        }
    }
}
