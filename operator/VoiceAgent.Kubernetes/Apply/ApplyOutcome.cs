namespace VoiceAgent.Kubernetes.Apply;

/// <summary>What an apply came to.</summary>
public enum ApplyChange
{
    /// <summary>Nothing to do: no request was sent, or the server found everything in place.</summary>
    None,

    /// <summary>The object was not there.</summary>
    Created,

    /// <summary>The wish had changed.</summary>
    Changed,

    /// <summary>The wish had not changed; somebody had edited a field that we own, and it was put back.</summary>
    Corrected,
}

/// <summary>What an apply came to, and the object as it is now.</summary>
/// <typeparam name="T">The object's type.</typeparam>
/// <param name="Object">The object in the form in which the cache keeps it.</param>
/// <param name="Change">What changed.</param>
public readonly record struct ApplyOutcome<T>(T Object, ApplyChange Change);
