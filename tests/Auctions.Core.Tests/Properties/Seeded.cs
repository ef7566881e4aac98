using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Auctions.Testing;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using Xunit.Sdk;

namespace Auctions.Core.Tests;

/// <summary>Checks a property over random plans, and says on failure how to run the very same plans again.</summary>
internal static class Seeded
{
    /// <summary>Name of the environment variable that says how many plans each property sees; 400 if unset.</summary>
    public const string PlansVariable = "AUCTIONS_PLANS";

    private static readonly int PlansPerProperty =
        Environment.GetEnvironmentVariable(PlansVariable) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : 400;

    /// <summary>Plays random plans and asserts something of each; every property sees plans of its own.</summary>
    public static void ForAllPlays(
        Action<Play> property,
        Action<Auction, AuctionCommand, Turn>? watch = null,
        [CallerMemberName] string name = "") =>
        ForAllPlays(Seed.OfThisRun, property, watch, name);

    public static void ForAllPlays(
        int seed, Action<Play> property, Action<Auction, AuctionCommand, Turn>? watch, string name)
    {
        // FNV-1a: the hash of a string must not differ from run to run.
        var own = Encoding.UTF8.GetBytes(name)
            .Aggregate((uint)seed ^ 14695981039346656037, (hash, next) => (hash ^ next) * 1099511628211);
        var replay = FSharpOption<Replay>.Some(
            new Replay(new Rnd(own), FSharpOption<int>.None));
        var config = Config.QuickThrowOnFailure
            .WithMaxTest(PlansPerProperty)
            .WithReplay(replay)
            .WithQuietOnSuccess(true);
        try
        {
            Check.One(config, Prop.ForAll(Plans.Any, plan => property(Play.Of(plan, watch))));
        }
        catch (Exception failure)
        {
            throw new XunitException(
                $"{Seed.Repeat(seed)} dotnet test tests/Auctions.Core.Tests --filter {name}\n{failure.Message}");
        }
    }
}
