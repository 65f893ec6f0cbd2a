using System.Text.Json.Nodes;

namespace VoiceAgent.Testing.Vendors.ElevenLabs;

/// <summary>A text as sound in pieces, with the places of its characters in each piece.</summary>
internal static class SpeechPieces
{
    private const int Rate = 24_000;
    private const int CharactersPerPiece = 9;

    public static IEnumerable<(byte[] Audio, string Characters)> Of(string text)
    {
        // The space that ends a text is not spoken.
        var audio = VendorAudio.Bytes(VendorAudio.Speak(text.TrimEnd(' '), Rate));
        var bytesPerCharacter = (int)(VendorAudio.PerCharacter.TotalSeconds * Rate) * 2;
        for (var at = 0; at < text.Length; at += CharactersPerPiece)
        {
            var characters = text.Substring(at, Math.Min(CharactersPerPiece, text.Length - at));

            // Cut within a sample, as networks do, but for the last.
            var begin = Math.Min(audio.Length, at == 0 ? 0 : (at * bytesPerCharacter) + 1);
            var end = at + CharactersPerPiece >= text.Length ? audio.Length : Math.Min(audio.Length, ((at + CharactersPerPiece) * bytesPerCharacter) + 1);
            yield return (audio[begin..end], characters);
        }
    }

    public static JsonObject Milliseconds(string characters) => new()
    {
        ["chars"] = Letters(characters),
        ["charStartTimesMs"] = Times(characters, at => (int)(at * VendorAudio.PerCharacter.TotalMilliseconds)),
        ["charsDurationsMs"] = Times(characters, _ => (int)VendorAudio.PerCharacter.TotalMilliseconds),
    };

    public static JsonObject Seconds(string characters) => new()
    {
        ["characters"] = Letters(characters),
        ["character_start_times_seconds"] = Times(characters, at => at * VendorAudio.PerCharacter.TotalSeconds),
        ["character_end_times_seconds"] = Times(characters, at => (at + 1) * VendorAudio.PerCharacter.TotalSeconds),
    };

    private static JsonArray Letters(string characters) => [.. characters.Select(character => JsonValue.Create(character.ToString()))];

    private static JsonArray Times<T>(string characters, Func<int, T> time) => [.. characters.Select((_, at) => JsonValue.Create(time(at)))];
}
