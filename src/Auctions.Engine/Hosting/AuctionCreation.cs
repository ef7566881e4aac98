using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Ports;

namespace Auctions.Engine.Hosting;

/// <summary>
/// Creates auctions exactly once: first the key is bound to an id for ever, then the auction with that id is created,
/// which changes nothing where it is created already. A crash in between is mended by the same request again.
/// </summary>
internal sealed class AuctionCreation(
    IJournal journal,
    AuctionClock clock,
    EngineOptions options,
    Surroundings around,
    Func<AuctionId, CreateAuction, ValueTask<Answer>> create,
    Func<AuctionId, ValueTask<Answer>> find)
{
    public async ValueTask<Answer> CreateAsync(AuctionRequest request, CancellationToken cancellation)
    {
        var now = clock.Now;
        var terms = request.OpensNow ? request.Terms with { OpensAt = now } : request.Terms;

        // A repeat is answered whatever the time is by now, so wrong terms only keep a key from being bound.
        var problems = ProblemsOf(terms, now);
        AuctionId? proposed = problems.Count == 0 ? new AuctionId(around.NewId(now)) : null;
        CreationKeyBinding? binding;
        try
        {
            var claim = new CreationKeyClaim(
                terms.Seller, request.SellerName, request.Key, request.BodyHash, proposed);
            binding = await Deadline.KeepAsync(
                token => journal.BindCreationKeyAsync(claim, token),
                TimeSpan.FromMilliseconds(options.AppendDeadlineMs),
                clock,
                cancellation);
        }
        catch (JournalException failed)
        {
            return new UnavailableAnswer(failed.Fault == JournalFault.Unknown
                ? Unavailability.OutcomeUnknown
                : Unavailability.ShardUnavailable);
        }
        catch (TimeoutException)
        {
            return new UnavailableAnswer(Unavailability.OutcomeUnknown);
        }

        return binding switch
        {
            null => new InvalidTermsAnswer(problems),
            _ when binding.BodyHash != request.BodyHash => new RefusedAnswer(Refusal.IdempotencyKeyReused),
            _ => await FinishAsync(binding, terms, problems),
        };
    }

    // A key may be bound to an auction that a crash kept from being created. Then only terms that still make sense do
    // it.
    private async ValueTask<Answer> FinishAsync(
        CreationKeyBinding binding, AuctionTerms terms, List<TermsProblem> problems)
    {
        var answer = problems.Count == 0
            ? await create(binding.Id, new CreateAuction(terms))
            : await find(binding.Id);
        return answer switch
        {
            ViewAnswer created => created with { Replayed = !binding.IsNew },
            RefusedAnswer { Refusal: Refusal.UnknownAuction } => new InvalidTermsAnswer(problems),
            _ => answer,
        };
    }

    private static List<TermsProblem> ProblemsOf(AuctionTerms terms, DateTimeOffset now)
    {
        var problems = TermsCheck.Check(terms).ToList();
        if (terms.ClosesAt <= now && problems.TrueForAll(problem => problem.Field != "/closesAt"))
        {
            problems.Add(new TermsProblem("/closesAt", "The end lies in the future."));
        }

        if (terms.OpensAt - now > TermsCheck.OpenMax)
        {
            problems.Add(new TermsProblem("/opensAt", "The opening lies at most 100 years ahead."));
        }

        return problems;
    }
}
