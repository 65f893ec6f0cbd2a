namespace VoiceAgent.Providers.Local.Hearing;

/// <summary>What a decoder made of an utterance.</summary>
/// <param name="Text">The words.</param>
/// <param name="Posterior">How much of all probability the best path holds, 0 to 1.</param>
/// <param name="Words">The best path, silences and noises included.</param>
internal sealed record Hypothesis(string Text, double Posterior, IReadOnlyList<HypothesisWord> Words);

/// <summary>A word of the best path.</summary>
/// <param name="Text">The word as the dictionary writes it.</param>
/// <param name="Frames">Length in frames of 10 ms.</param>
/// <param name="Acoustic">Log score of the sound, relative to the best sound in each frame; negative is worse.</param>
/// <param name="Language">Log score of the word after the words before it.</param>
/// <param name="Posterior">0 to 1.</param>
internal sealed record HypothesisWord(string Text, int Frames, int Acoustic, int Language, double Posterior)
{
    /// <summary>A silence or noise, and no word.</summary>
    public bool IsFiller => Text.Length == 0 || Text[0] is '<' or '[' or '+';
}
