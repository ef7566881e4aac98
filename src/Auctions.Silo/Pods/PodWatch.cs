using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting.Kubernetes;

namespace Auctions.Silo.Pods;

/// <summary>
/// Has Orleans watch the pods of this cluster, as soon as the API server lets it: a silo serves without that as well,
/// for silos find out by themselves which of them are dead.
/// </summary>
internal sealed class PodWatch(
    IServiceProvider services,
    IOptions<KubernetesHostingOptions> hosting,
    IOptions<ClusterOptions> cluster,
    TimeProvider time,
    ILogger<PodWatch> logger) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BeginningMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Stages _agent = new();
    private Task _beginning = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(PodWatch),
        ServiceLifecycleStage.Active,
        _ =>
        {
            _beginning = BeginAsync();
            return Task.CompletedTask;
        },
        async cancellation =>
        {
            await _stopping.CancelAsync();
            await _beginning;

            // It may be in a pause that nothing ends; the grains behind it wait to be deactivated.
            await Task.WhenAny(_agent.StopAsync(cancellation), Task.Delay(StopMax, time, cancellation));
        });

    public void Dispose() => _stopping.Dispose();

    private async Task BeginAsync()
    {
        string? told = null;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await AskAsync();
                services.GetRequiredService<KubernetesClusterAgent>().Participate(_agent);
                using var beginning = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
                beginning.CancelAfter(BeginningMax);
                await _agent.StartAsync(beginning.Token);
                Log.PodsWatched(logger);
                return;
            }
            catch (Exception failed) when (!_stopping.IsCancellationRequested)
            {
                // Whatever it was, the silo serves, and the next try is soon.
                if (told != failed.Message)
                {
                    told = failed.Message;
                    Log.PodsNotWatched(logger, failed.Message);
                }
            }
            catch (Exception)
            {
                // The silo stops; whatever it was does not matter any more.
                return;
            }

            await Task.Delay(Pause, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Whether what Orleans is going to ask will be answered: it has no patience with a no.
    private async Task AskAsync()
    {
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        impatient.CancelAfter(Patience);
        var pod = Environment.GetEnvironmentVariable(KubernetesHostingOptions.PodNameEnvironmentVariable);
        var space = Environment.GetEnvironmentVariable(KubernetesHostingOptions.PodNamespaceEnvironmentVariable);
        var labels = new Dictionary<string, string>
        {
            [KubernetesHostingOptions.ServiceIdLabel] = cluster.Value.ServiceId,
            [KubernetesHostingOptions.ClusterIdLabel] = cluster.Value.ClusterId,
        };
        using var client = new Kubernetes(hosting.Value.GetClientConfiguration());
        var self = await client.ReadNamespacedPodAsync(pod, space, cancellationToken: impatient.Token);
        foreach (var (label, value) in labels)
        {
            if (self.GetLabel(label) != value)
            {
                throw new InvalidOperationException(
                    $"Pod {pod} has no label {label}={value}. Add it to the template of silo pods.");
            }
        }

        var selector = string.Join(',', labels.Select(label => $"{label.Key}={label.Value}"));
        await client.ListNamespacedPodAsync(
            space, labelSelector: selector, limit: 1, cancellationToken: impatient.Token);
        await TryWatchAsync(client, space, selector, impatient.Token);
    }

    // A verb of its own. Its first event, or a second without any, is enough.
    private static async Task TryWatchAsync(
        Kubernetes client, string? space, string selector, CancellationToken cancellation)
    {
        try
        {
            await foreach (var _ in client.CoreV1.WatchListNamespacedPodAsync(
                space, labelSelector: selector, timeoutSeconds: 1, cancellationToken: cancellation))
            {
                return;
            }
        }
        catch (HttpOperationException refused) when (refused.Response?.StatusCode == HttpStatusCode.Forbidden)
        {
            throw new InvalidOperationException(
                "This silo may read and list pods, but not watch them. Add the verb watch to its Role.", refused);
        }
    }

    // Takes what the agent would have done in its own time.
    private sealed class Stages : ISiloLifecycle
    {
        private ILifecycleObserver? _observer;
        private bool _isStarted;

        public int HighestCompletedStage => ServiceLifecycleStage.Active;

        public int LowestStoppedStage => int.MaxValue;

        public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
        {
            _observer = observer;
            return new Subscription();
        }

        public async Task StartAsync(CancellationToken cancellation)
        {
            await _observer!.OnStart(cancellation);
            _isStarted = true;
        }

        public Task StopAsync(CancellationToken cancellation) =>
            _isStarted ? _observer!.OnStop(cancellation) : Task.CompletedTask;

        private sealed class Subscription : IDisposable
        {
            public void Dispose()
            {
            }
        }
    }
}
