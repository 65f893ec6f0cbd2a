namespace VoiceAgent.Kubernetes.Informers;

/// <summary>Hears what changes in a cache. Calls come one at a time, in the order in which the server reported.</summary>
/// <typeparam name="T">The objects' type.</typeparam>
public interface IInformerHandler<in T>
{
    /// <summary>An object appeared.</summary>
    /// <param name="obj">The object.</param>
    /// <param name="initial">True when it was there already and is reported because the cache or the handler is new.</param>
    void Added(T obj, bool initial);

    /// <summary>An object changed.</summary>
    /// <param name="before">As it was cached.</param>
    /// <param name="after">As it is now.</param>
    void Updated(T before, T after);

    /// <summary>An object is gone, also when its deletion was missed and noticed later.</summary>
    /// <param name="last">As it was last seen.</param>
    void Deleted(T last);
}
