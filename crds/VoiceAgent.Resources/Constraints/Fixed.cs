using VoiceAgent.Resources.Shapes;

namespace VoiceAgent.Resources.Constraints;

/// <summary>The words of fields that are fixed, for the manifests and for the portal.</summary>
public static class Fixed
{
    /// <summary>What to tell the user who changes the field.</summary>
    public static string Message(Field field) => field.Immutable is { OnceSet: true }
        ? $"{field.Name} must not change once it is set"
        : $"{field.Name} must not change after creation";
}
