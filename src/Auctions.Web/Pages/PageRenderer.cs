using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Auctions.Web.Pages;

/// <summary>Renders a page's component to HTML, once, on the server.</summary>
internal sealed class PageRenderer(IServiceProvider services, ILoggerFactory loggers, PageSite site)
{
    /// <typeparam name="TPage">The component; its parameter <c>Site</c> is set here.</typeparam>
    /// <param name="http">Whose answer it is.</param>
    /// <param name="status">The status of the answer.</param>
    /// <param name="parameters">The page's other parameters.</param>
    public async Task<IResult> RenderAsync<TPage>(
        HttpContext http, int status, Dictionary<string, object?> parameters)
        where TPage : IComponent
    {
        parameters["Site"] = site;
        await using var renderer = new HtmlRenderer(services, loggers);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(parameters))).ToHtmlString());
        http.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Text(html, "text/html; charset=utf-8", statusCode: status);
    }
}
