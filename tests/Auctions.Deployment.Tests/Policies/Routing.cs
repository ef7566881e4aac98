using Auctions.Deployment.Tests.Kinds;
using Auctions.Deployment.Tests.Reading;

namespace Auctions.Deployment.Tests.Policies;

/// <summary>What comes from outside comes over TLS, and live views are not cut off. Of production.</summary>
internal static class Routing
{
    public static IEnumerable<string> Offences(Manifests manifests)
    {
        foreach (var route in manifests.Of<HttpRoute>())
        {
            if (route.Spec.Rules.Any(rule => rule.BackendRefs.Count > 0 && rule.Timeouts?.Request != "0s"))
            {
                yield return $"{route.Title} ends live views, which are answers that go on.";
            }

            var listeners =
                from parent in route.Spec.ParentRefs
                from gateway in manifests.Of<Gateway>()
                where gateway.Metadata.Name == parent.Name
                from listener in gateway.Spec.Listeners
                where listener.Name == parent.SectionName
                select listener;
            var isRedirect = route.Spec.Rules.All(rule => rule.BackendRefs.Count == 0);
            if (!listeners.Any() || listeners.Any(listener => listener.Tls is null != isRedirect))
            {
                yield return $"{route.Title} is of no listener, or of one without TLS.";
            }
        }
    }
}
