using Auctions.Engine.Ports;
using Auctions.Web.Identity;
using Microsoft.AspNetCore.Http;

namespace Auctions.Web.Limits;

/// <summary>
/// So many changing calls of one person in any minute, over all auctions. Behind the authentication and before
/// a body is read.
/// </summary>
/// <param name="allowance">What each person has.</param>
/// <param name="people">Knows pseudonyms.</param>
internal sealed class PersonLimit(IAllowance allowance, People people)
{
    /// <summary>Middleware.</summary>
    public async Task LimitAsync(HttpContext http, RequestDelegate next)
    {
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method) &&
            http.User.Identity is { IsAuthenticated: true } &&
            await allowance.SpendAsync(people.IdOf(http.User).Value, 1) is { } wait)
        {
            LimitMeter.Count(LimitMeter.Person);
            await AddressLimit.TooMany(wait).ExecuteAsync(http);
            return;
        }

        await next(http);
    }
}
