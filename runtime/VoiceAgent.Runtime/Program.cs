namespace VoiceAgent.Runtime; internal static class Program { private static void Main() { } }
