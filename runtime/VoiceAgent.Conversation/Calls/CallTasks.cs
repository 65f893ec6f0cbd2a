namespace VoiceAgent.Conversation.Calls;

/// <summary>Starts the tasks of a call.</summary>
internal static class CallTasks
{
    /// <summary>
    /// Starts work on the scheduler on which the call was opened. In production that is the thread pool; a test opens a call on a single thread, and so runs it in virtual time.
    /// </summary>
    public static Task Start(Func<Task> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Current).Unwrap();
}
