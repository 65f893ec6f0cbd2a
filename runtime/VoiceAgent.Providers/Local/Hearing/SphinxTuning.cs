namespace VoiceAgent.Providers.Local.Hearing;

/// <summary>How the decoders search. Each figure that differs from the library's own was chosen by the measure in tests/Questions.</summary>
internal static class SphinxTuning
{
    public static IReadOnlyList<string> Arguments(LocalOptions options, string dictionary, string model)
    {
        var arguments = new List<string>
        {
            "-hmm", Path.Combine(options.ModelPath, "en-us"),
            "-dict", dictionary,
            "-lm", model,
            // The pipeline has found the speech already, and frames must stay on the caller's clock.
            "-remove_silence", "no",
            "-fwdflat", "no",
        };
        if (Environment.GetEnvironmentVariable("SPHINX") is { Length: > 0 } extra)
        {
            foreach (var pair in extra.Split(' ', StringSplitOptions.RemoveEmptyEntries).Chunk(2))
            {
                var at = arguments.IndexOf(pair[0]);
                if (at >= 0)
                {
                    arguments[at + 1] = pair[1];
                }
                else
                {
                    arguments.AddRange(pair);
                }
            }
        }

        return arguments;
    }
}
