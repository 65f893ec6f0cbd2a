namespace VoiceAgent.Testing.Vendors;

/// <summary>Opens once; those who came before wait. Waits are generous: a machine under load is slow, and a hang must still end.</summary>
public sealed class Gate
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsOpen => _opened.Task.IsCompleted;

    public void Open() => _opened.TrySetResult();

    /// <summary>Waits as a test does.</summary>
    public Task Opened() => _opened.Task.WaitAsync(Patience);

    /// <summary>Waits as a server does: until the client is gone.</summary>
    public Task OpenedAsync(CancellationToken cancellationToken) => _opened.Task.WaitAsync(cancellationToken);
}
