namespace VoiceAgent.Kubernetes.Controllers;

/// <summary>Trying again cannot help: the object has to change first. It is counted, logged once and not retried.</summary>
public sealed class TerminalException : Exception
{
    /// <summary>Says what has to change.</summary>
    /// <param name="message">What is wrong, naming the field and never its value.</param>
    /// <param name="innerException">What led to it.</param>
    public TerminalException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
