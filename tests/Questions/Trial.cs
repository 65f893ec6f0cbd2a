using System.Threading.Channels;
using Microsoft.Extensions.AI;
using VoiceAgent.Conversation.Dialogue;
using VoiceAgent.Conversation.Transcription;

namespace VoiceAgent.Questions;

/// <summary>One question, asked once.</summary>
internal sealed record Trial(Question Question, string Voice, string Noise)
{
    public string Heard { get; set; } = "";

    public double? Confidence { get; set; }

    public string Answer { get; set; } = "";

    public string Found { get; set; } = "";

    /// <summary>Milliseconds from the end of the audio to the final transcript.</summary>
    public double FinalAfter { get; set; }

    public bool IsRight => Question.IsAnsweredBy(Answer);

    public async Task ListenAsync(ITranscription ear, int utterance, short[] audio, bool realTime)
    {
        ear.Begin(utterance);
        foreach (var piece in audio.Chunk(1_600))
        {
            if (realTime)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }

            ear.Write(piece);
        }

        var end = TimeProvider.System.GetTimestamp();
        ear.End(utterance);
        var final = await FinalAsync(ear.Events, utterance);
        FinalAfter = TimeProvider.System.GetElapsedTime(end).TotalMilliseconds;
        (Heard, Confidence) = (final.Text, final.Confidence);
    }

    public async Task AnswerAsync(string understood, IKnowledge knowledge, IChatClient model)
    {
        var passages = await knowledge.SearchAsync(understood, default);
        var response = await model.GetResponseAsync(
            [new ChatMessage(ChatRole.System, [PassageContent.From(passages)]), new ChatMessage(ChatRole.User, understood)]);
        Answer = response.Text;
        Found = string.Join(" | ", passages.Select(passage => $"{passage.Heading} {passage.Score:F1}"));
    }

    private static async Task<TranscriptEvent> FinalAsync(ChannelReader<TranscriptEvent> events, int utterance)
    {
        while (true)
        {
            if (await events.ReadAsync() is { IsFinal: true } final && final.Utterance == utterance)
            {
                return final;
            }
        }
    }
}
