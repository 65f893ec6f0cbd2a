using System.Text.RegularExpressions;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace VoiceAgent.Questions;

/// <summary>An entry of questions.yaml.</summary>
internal sealed class Question
{
    public string Ask { get; set; } = "";

    public string Document { get; set; } = "";

    public string Answer { get; set; } = "";

    public bool IsAnsweredBy(string text) => Regex.IsMatch(text, Answer, RegexOptions.IgnoreCase | RegexOptions.Singleline);

    public static IReadOnlyList<Question> Read(string path) =>
        new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<List<Question>>(File.ReadAllText(path));
}
