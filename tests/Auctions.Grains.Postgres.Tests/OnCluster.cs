using Auctions.Scenarios;
using Auctions.Grains.Postgres.Tests.Support;

namespace Auctions.Grains.Postgres.Tests;

public sealed class AccessOnCluster(SharedCluster cluster)
    : AccessScenarios(cluster), IClassFixture<SharedCluster>;

public sealed class BidOnCluster(SharedCluster cluster)
    : BidScenarios(cluster), IClassFixture<SharedCluster>;

public sealed class BodyOnCluster(SharedCluster cluster)
    : BodyScenarios(cluster), IClassFixture<SharedCluster>;

[Trait("Category", "Long")]
public sealed class ClosingOnCluster(SharedCluster cluster)
    : ClosingScenarios(cluster), IClassFixture<SharedCluster>;

public sealed class CookieOnCluster(SharedCluster cluster)
    : CookieScenarios(cluster), IClassFixture<SharedCluster>;

public sealed class CreateOnCluster(SharedCluster cluster)
    : CreateScenarios(cluster), IClassFixture<SharedCluster>;

public sealed class DocumentOnCluster(SharedCluster cluster)
    : DocumentScenarios(cluster), IClassFixture<SharedCluster>;

public sealed class EndOnCluster(SharedCluster cluster)
    : EndScenarios(cluster), IClassFixture<SharedCluster>;

public sealed class ErrorOnCluster(SharedCluster cluster)
    : ErrorScenarios(cluster), IClassFixture<SharedCluster>;

public sealed class HistoryOnCluster(SharedCluster cluster)
    : HistoryScenarios(cluster), IClassFixture<SharedCluster>;

public sealed class InvalidTermsOnCluster(SharedCluster cluster)
    : InvalidTermsScenarios(cluster), IClassFixture<SharedCluster>;

public sealed class LiveOnCluster(SharedCluster cluster)
    : LiveScenarios(cluster), IClassFixture<SharedCluster>;

public sealed class PriceOnCluster(SharedCluster cluster)
    : PriceScenarios(cluster), IClassFixture<SharedCluster>;

public sealed class RepeatOnCluster(SharedCluster cluster)
    : RepeatScenarios(cluster), IClassFixture<SharedCluster>;

public sealed class SecrecyOnCluster(SharedCluster cluster)
    : SecrecyScenarios(cluster), IClassFixture<SharedCluster>;

public sealed class TokenOnCluster(SharedCluster cluster)
    : TokenScenarios(cluster), IClassFixture<SharedCluster>;

public sealed class ViewOnCluster(SharedCluster cluster)
    : ViewScenarios(cluster), IClassFixture<SharedCluster>;
