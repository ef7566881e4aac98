using System.Text;
using Auctions.Core;
using Auctions.Web.Http;

namespace Auctions.Web.Tests;

/// <summary>What is read at once is exactly what reading with care would give; anything else is left to that.</summary>
public sealed class UsualBodyTests
{
    [Theory]
    [InlineData("{\"amount\":1}", 1)]
    [InlineData("{\"amount\":1200}", 1200)]
    [InlineData("{\"amount\":1000000000000000}", Currency.AmountMax)]
    public void An_amount_written_as_usual_is_read(string body, long amount) => Assert.Equal(amount, Read(body));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{\"amount\":}")]
    [InlineData("{\"amount\":")]
    [InlineData("{\"amount\":5")]
    [InlineData("{\"amount\":0}")]
    [InlineData("{\"amount\":05}")]
    [InlineData("{\"amount\":-5}")]
    [InlineData("{\"amount\":+5}")]
    [InlineData("{\"amount\":5.0}")]
    [InlineData("{\"amount\":5e3}")]
    [InlineData("{\"amount\":5,\"amount\":6}")]
    [InlineData("{\"amount\":5}}")]
    [InlineData("{\"amount\":5}\n")]
    [InlineData("{\"amount\": 5}")]
    [InlineData("{\"Amount\":5}")]
    [InlineData("{\"amount\":\"5\"}")]
    [InlineData("{\"amount\":1000000000000001}")]
    [InlineData("{\"amount\":9223372036854775808}")]
    [InlineData("{\"amount\":18446744073709551617}")]
    [InlineData("{\"amount\":\uFF11}")]
    public void Anything_else_is_read_with_care(string body) => Assert.Null(Read(body));

    private static long? Read(string body) => UsualBody.Amount(Encoding.UTF8.GetBytes(body));
}
