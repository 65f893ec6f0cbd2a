namespace VoiceAgent.Resources.Manifests;

/// <summary>
/// The command line: <c>write</c> puts the manifests into <c>crds/</c>, <c>verify</c> fails when they are not what <c>write</c> would put.
/// </summary>
internal static class ManifestCommand
{
    private const string Usage =
        "usage: VoiceAgent.Resources.Manifests write|verify [FOLDER]\n"
        + "FOLDER is where the manifests are; left out, crds/ of this repository.";

    public static int Run(IReadOnlyList<string> arguments, string workingFolder, TextWriter output, TextWriter error)
    {
        if (arguments is not ["write" or "verify", ..] || arguments.Count > 2)
        {
            error.WriteLine(Usage);
            return 2;
        }

        var folder = arguments.Count == 2 ? arguments[1] : FindFolder(workingFolder);
        if (folder is null)
        {
            error.WriteLine($"no folder crds/ with VoiceAgent.sln beside it at or above {workingFolder}; name the folder");
            return 2;
        }

        return arguments[0] == "write" ? Write(folder, output) : Verify(folder, output, error);
    }

    private static int Write(string folder, TextWriter output)
    {
        foreach (var manifest in Manifest.All())
        {
            File.WriteAllText(Path.Combine(folder, manifest.FileName), manifest.Text);
            output.WriteLine($"{manifest.FileName}: {manifest.Text.Length} characters");
        }

        return 0;
    }

    private static int Verify(string folder, TextWriter output, TextWriter error)
    {
        var drifted = 0;
        foreach (var manifest in Manifest.All())
        {
            var path = Path.Combine(folder, manifest.FileName);
            var differences = LineDiff.Between(File.Exists(path) ? File.ReadAllText(path) : "", manifest.Text);
            if (differences.Count > 0)
            {
                drifted++;
                error.WriteLine($"{manifest.FileName} is not what the resource types say:");
                differences.ToList().ForEach(error.WriteLine);
            }
        }

        if (drifted > 0)
        {
            error.WriteLine("run: dotnet run --project crds/VoiceAgent.Resources.Manifests -- write");
            return 1;
        }

        output.WriteLine("crds/ is what the resource types say.");
        return 0;
    }

    private static string? FindFolder(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "VoiceAgent.sln")))
            {
                return Path.Combine(folder.FullName, "crds");
            }
        }

        return null;
    }
}
