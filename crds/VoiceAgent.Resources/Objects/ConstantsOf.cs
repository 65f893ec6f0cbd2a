using System.Reflection;

namespace VoiceAgent.Resources.Objects;

internal static class ConstantsOf
{
    public static IReadOnlyList<string> Strings(Type type) =>
        [.. type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!)];
}
