using System.Runtime.InteropServices;
using VoiceAgent.Conversation;

namespace VoiceAgent.Providers.Local.Native;

/// <summary>The C libraries and model files that the local engines are made of, and the Debian packages that bring them.</summary>
internal static class DebianPackages
{
    /// <summary>Loads a shared library.</summary>
    /// <exception cref="ProviderException">It is not installed; the message names the package.</exception>
    public static nint Load(string library, string package, string provider, CallStage stage)
    {
        if (NativeLibrary.TryLoad(library, out var handle))
        {
            return handle;
        }

        throw Missing(library, package, provider, stage);
    }

    /// <summary>Says which package brings a missing file.</summary>
    public static ProviderException Missing(string file, string package, string provider, CallStage stage) => new(
        provider, stage, FaultOwner.Configuration,
        $"The local provider needs {file}, which the Debian package {package} brings: apt-get install {package}");
}
