using Auctions.Scenarios;
using Auctions.Server.Tests.Support;

namespace Auctions.Server.Tests;

public sealed class AccessOnServer(SharedServer server)
    : AccessScenarios(server), IClassFixture<SharedServer>;

public sealed class BidOnServer(SharedServer server)
    : BidScenarios(server), IClassFixture<SharedServer>;

public sealed class BodyOnServer(SharedServer server)
    : BodyScenarios(server), IClassFixture<SharedServer>;

[Trait("Category", "Long")]
public sealed class ClosingOnServer(SharedServer server)
    : ClosingScenarios(server), IClassFixture<SharedServer>;

public sealed class CookieOnServer(SharedServer server)
    : CookieScenarios(server), IClassFixture<SharedServer>;

public sealed class CreateOnServer(SharedServer server)
    : CreateScenarios(server), IClassFixture<SharedServer>;

public sealed class DocumentOnServer(SharedServer server)
    : DocumentScenarios(server), IClassFixture<SharedServer>;

public sealed class EndOnServer(SharedServer server)
    : EndScenarios(server), IClassFixture<SharedServer>;

public sealed class ErrorOnServer(SharedServer server)
    : ErrorScenarios(server), IClassFixture<SharedServer>;

public sealed class HistoryOnServer(SharedServer server)
    : HistoryScenarios(server), IClassFixture<SharedServer>;

public sealed class InvalidTermsOnServer(SharedServer server)
    : InvalidTermsScenarios(server), IClassFixture<SharedServer>;

public sealed class LiveOnServer(SharedServer server)
    : LiveScenarios(server), IClassFixture<SharedServer>;

public sealed class PriceOnServer(SharedServer server)
    : PriceScenarios(server), IClassFixture<SharedServer>;

public sealed class RepeatOnServer(SharedServer server)
    : RepeatScenarios(server), IClassFixture<SharedServer>;

public sealed class SecrecyOnServer(SharedServer server)
    : SecrecyScenarios(server), IClassFixture<SharedServer>;

public sealed class TokenOnServer(SharedServer server)
    : TokenScenarios(server), IClassFixture<SharedServer>;

public sealed class ViewOnServer(SharedServer server)
    : ViewScenarios(server), IClassFixture<SharedServer>;
