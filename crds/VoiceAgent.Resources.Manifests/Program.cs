namespace VoiceAgent.Resources.Manifests; internal static class Program { private static void Main() { } }
