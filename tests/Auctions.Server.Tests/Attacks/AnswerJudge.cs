using System.Collections.Concurrent;
using Auctions.Server.Tests.Fuzz;

namespace Auctions.Server.Tests.Attacks;

/// <summary>
/// Looks at every answer that an attack gets: documented, with the headers of safety, without anything of what is
/// inside; nothing broke, unless a document says that it may be so for a while.
/// </summary>
internal sealed class AnswerJudge(AnswerCheck check)
{
    private readonly ConcurrentQueue<string> _faults = new();

    /// <summary>Holds an answer to what is promised.</summary>
    /// <param name="request">What was sent, for whoever reads of a fault.</param>
    /// <param name="answer">What came back.</param>
    /// <param name="isHead">Whether the answer has no body for that.</param>
    public FuzzAnswer Take(string request, FuzzAnswer answer, bool isHead = false)
    {
        var fault = answer.Status >= 500 && answer.Status is not (503 or 505)
            ? "Something broke."
            : check.Check(answer, endpoint: null, isBadHttp: true, isHead);
        if (fault is not null)
        {
            _faults.Enqueue($"{fault}\n{answer.Status} {FuzzRequest.Shown(answer.Text)}\n{FuzzRequest.Shown(request)}");
        }

        return answer;
    }

    /// <summary>Fails if anything was wrong since it was last asked.</summary>
    public void AssertNoFault()
    {
        var faults = new List<string>();
        while (_faults.TryDequeue(out var fault))
        {
            faults.Add(fault);
        }

        Assert.True(faults.Count == 0, string.Join("\n\n", faults.Take(5)));
    }
}
