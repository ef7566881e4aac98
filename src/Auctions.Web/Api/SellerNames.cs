using Auctions.Core;
using Auctions.Engine.Ports;
using Microsoft.Extensions.Caching.Memory;

namespace Auctions.Web.Api;

/// <summary>What sellers are called in public, remembered for a minute.</summary>
internal sealed class SellerNames(IReadModels readModels) : IDisposable
{
    /// <summary>Shown while a name cannot be read.</summary>
    public const string Unknown = "seller";

    private const int NamesMax = 10_000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly MemoryCache _names = new(new MemoryCacheOptions { SizeLimit = NamesMax });

    public async ValueTask<string> OfAsync(PersonId seller)
    {
        if (_names.TryGetValue<string>(seller, out var known))
        {
            return known!;
        }

        return (await OfAsync([seller])).GetValueOrDefault(seller, Unknown);
    }

    public async ValueTask<IReadOnlyDictionary<PersonId, string>> OfAsync(IReadOnlyCollection<PersonId> sellers)
    {
        var names = new Dictionary<PersonId, string>();
        var missing = new List<PersonId>();
        foreach (var seller in sellers.Distinct())
        {
            if (_names.TryGetValue<string>(seller, out var known))
            {
                names[seller] = known!;
            }
            else
            {
                missing.Add(seller);
            }
        }

        if (missing.Count > 0)
        {
            foreach (var (seller, name) in await ReadAsync(missing))
            {
                names[seller] = name;
                _names.Set(seller, name, new MemoryCacheEntryOptions
                {
                    Size = 1,
                    AbsoluteExpirationRelativeToNow = Lifetime,
                });
            }
        }

        return names;
    }

    public void Dispose() => _names.Dispose();

    // A name is an ornament: an answer about money does not fail for want of it.
    private async Task<IReadOnlyDictionary<PersonId, string>> ReadAsync(List<PersonId> sellers)
    {
        try
        {
            return await readModels.NamesAsync(sellers, CancellationToken.None);
        }
        catch (JournalException)
        {
            return new Dictionary<PersonId, string>();
        }
    }
}
