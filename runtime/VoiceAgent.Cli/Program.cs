namespace VoiceAgent.Cli; internal static class Program { private static void Main() { } }
