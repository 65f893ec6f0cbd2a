namespace VoiceAgent.Runtime.Catalog;

/// <summary>The resources that this process serves, wherever they come from: a folder, or the cluster.</summary>
internal interface ICatalog
{
    /// <summary>The latest that was loaded. Whoever needs two things of it takes it once.</summary>
    CatalogSnapshot Current { get; }

    /// <summary>Told after <see cref="Current"/> was replaced, on the loader's thread: must return soon and never throw.</summary>
    event Action<CatalogSnapshot> Changed;
}
