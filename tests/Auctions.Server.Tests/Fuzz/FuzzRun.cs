using System.Collections.Concurrent;
using System.Text.Json;

namespace Auctions.Server.Tests.Fuzz;

/// <summary>What became of a run's requests: counts, and what was wrong.</summary>
internal sealed class FuzzRun(AnswerCheck check)
{
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly ConcurrentDictionary<string, int> _answers = new();
    private int _sent;

    public int Sent => _sent;

    /// <summary>The answers 503, which are allowed but to be looked at.</summary>
    public ConcurrentQueue<string> Unavailable { get; } = new();

    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>How often which status, and which code, was answered.</summary>
    public IReadOnlyDictionary<string, int> Answers => _answers;

    public void CountSent() => Interlocked.Increment(ref _sent);

    public void AddFault(object request, string what) => _faults.Enqueue($"{what}\n{request}");

    /// <summary>Holds an answer to what is promised.</summary>
    public void Take(object request, FuzzAnswer answer, Endpoint? endpoint, bool isBadHttp, bool isHead = false)
    {
        _answers.AddOrUpdate($"{answer.Status}", 1, (_, count) => count + 1);
        if (answer.Status == 503)
        {
            Unavailable.Enqueue($"{answer.Text}\n{request}");
        }

        try
        {
            if (check.Check(answer, endpoint, isBadHttp, isHead) is { } wrong)
            {
                AddFault(request, $"{wrong}\n{answer.Status} {FuzzRequest.Shown(answer.Text)}");
            }
            else if (answer.Text.Length > 0 && answer.ContentType == "application/problem+json")
            {
                var code = Code(answer);
                _answers.AddOrUpdate(code, 1, (_, count) => count + 1);
            }
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            AddFault(request, $"{broken.Message}\n{answer.Status} {FuzzRequest.Shown(answer.Text)}");
        }
    }

    private static string Code(FuzzAnswer answer)
    {
        using var json = JsonDocument.Parse(answer.Text);
        return json.RootElement.GetProperty("code").GetString()!;
    }
}
