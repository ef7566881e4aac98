using Auctions.Scenarios;
using Auctions.Server.Postgres.Tests.Support;

namespace Auctions.Server.Postgres.Tests;

public sealed class AccessOnPostgres(SharedPostgresServer server)
    : AccessScenarios(server), IClassFixture<SharedPostgresServer>;

public sealed class BidOnPostgres(SharedPostgresServer server)
    : BidScenarios(server), IClassFixture<SharedPostgresServer>;

public sealed class BodyOnPostgres(SharedPostgresServer server)
    : BodyScenarios(server), IClassFixture<SharedPostgresServer>;

[Trait("Category", "Long")]
public sealed class ClosingOnPostgres(SharedPostgresServer server)
    : ClosingScenarios(server), IClassFixture<SharedPostgresServer>;

public sealed class CookieOnPostgres(SharedPostgresServer server)
    : CookieScenarios(server), IClassFixture<SharedPostgresServer>;

public sealed class CreateOnPostgres(SharedPostgresServer server)
    : CreateScenarios(server), IClassFixture<SharedPostgresServer>;

public sealed class DocumentOnPostgres(SharedPostgresServer server)
    : DocumentScenarios(server), IClassFixture<SharedPostgresServer>;

public sealed class EndOnPostgres(SharedPostgresServer server)
    : EndScenarios(server), IClassFixture<SharedPostgresServer>;

public sealed class ErrorOnPostgres(SharedPostgresServer server)
    : ErrorScenarios(server), IClassFixture<SharedPostgresServer>;

public sealed class HistoryOnPostgres(SharedPostgresServer server)
    : HistoryScenarios(server), IClassFixture<SharedPostgresServer>;

public sealed class InvalidTermsOnPostgres(SharedPostgresServer server)
    : InvalidTermsScenarios(server), IClassFixture<SharedPostgresServer>;

public sealed class LiveOnPostgres(SharedPostgresServer server)
    : LiveScenarios(server), IClassFixture<SharedPostgresServer>;

public sealed class PriceOnPostgres(SharedPostgresServer server)
    : PriceScenarios(server), IClassFixture<SharedPostgresServer>;

public sealed class RepeatOnPostgres(SharedPostgresServer server)
    : RepeatScenarios(server), IClassFixture<SharedPostgresServer>;

public sealed class SecrecyOnPostgres(SharedPostgresServer server)
    : SecrecyScenarios(server), IClassFixture<SharedPostgresServer>;

public sealed class TokenOnPostgres(SharedPostgresServer server)
    : TokenScenarios(server), IClassFixture<SharedPostgresServer>;

public sealed class ViewOnPostgres(SharedPostgresServer server)
    : ViewScenarios(server), IClassFixture<SharedPostgresServer>;
