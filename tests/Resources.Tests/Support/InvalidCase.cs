using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace VoiceAgent.Resources.Tests.Support;

/// <summary>A case of the folder Invalid, see its README.</summary>
public sealed class InvalidCase : IXunitSerializable
{
    public string File { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string Path { get; private set; } = "";

    public string Message { get; private set; } = "";

    public bool IsRefusedByServer { get; private set; }

    internal static IEnumerable<InvalidCase> In(string file)
    {
        var document = Repository.Read(FileOf(file));
        return document["cases"]!.AsArray().Select(item => new InvalidCase
        {
            File = file,
            Name = item!["name"]!.GetValue<string>(),
            Path = item["path"]!.GetValue<string>(),
            Message = item["message"]!.GetValue<string>(),
            IsRefusedByServer = item["server"]!.GetValue<string>() switch
            {
                "Refuses" => true,
                "Accepts" => false,
                var other => throw new FormatException($"{file}: server is {other}"),
            },
        });
    }

    internal JsonObject Resource()
    {
        var document = Repository.Read(FileOf(File));
        var patch = document["cases"]!.AsArray().Single(item => item!["name"]!.GetValue<string>() == Name)!["patch"];
        return MergePatch.Apply(Repository.Read(System.IO.Path.Combine(Repository.Root, document["base"]!.GetValue<string>())),
            patch)!.AsObject();
    }

    public override string ToString() => $"{File}: {Name}";

    public void Deserialize(IXunitSerializationInfo info)
    {
        File = info.GetValue<string>(nameof(File));
        Name = info.GetValue<string>(nameof(Name));
        Path = info.GetValue<string>(nameof(Path));
        Message = info.GetValue<string>(nameof(Message));
        IsRefusedByServer = info.GetValue<bool>(nameof(IsRefusedByServer));
    }

    public void Serialize(IXunitSerializationInfo info)
    {
        info.AddValue(nameof(File), File);
        info.AddValue(nameof(Name), Name);
        info.AddValue(nameof(Path), Path);
        info.AddValue(nameof(Message), Message);
        info.AddValue(nameof(IsRefusedByServer), IsRefusedByServer);
    }

    private static string FileOf(string file) => System.IO.Path.Combine(Repository.Tests, "Invalid", file);
}
