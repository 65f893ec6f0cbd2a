using System.Threading.Channels;
using VoiceAgent.Runtime.Storage.Isolation;

namespace VoiceAgent.Runtime.Identity;

/// <summary>
/// Work for which an answer must not wait: whether an address is known would show in the time that it takes. One after the other, each in
/// its own scope and tenant.
/// </summary>
internal sealed partial class Errands(IServiceScopeFactory scopes, ILogger<Errands> log) : BackgroundService
{
    private const int Waiting = 2_000;

    private readonly Channel<Errand> _errands = Channel.CreateBounded<Errand>(new BoundedChannelOptions(Waiting) { SingleReader = true });

    /// <exception cref="Api.OverloadedException">Too many wait already.</exception>
    public void Run(string tenant, Func<IServiceProvider, CancellationToken, Task> work)
    {
        if (!_errands.Writer.TryWrite(new Errand(tenant, work)))
        {
            throw new Api.OverloadedException("Too many errands wait for their turn.");
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var errand in _errands.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                using var _ = TenantScope.Enter(errand.Tenant);
                await using var scope = scopes.CreateAsyncScope();
                await errand.Work(scope.ServiceProvider, stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A registration or a request for a mail failed; the person was told to look for a mail that does not come")]
    private partial void LogFailed(Exception exception);

    private sealed record Errand(string Tenant, Func<IServiceProvider, CancellationToken, Task> Work);
}
