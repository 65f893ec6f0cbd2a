using System.Text;

namespace VoiceAgent.Runtime.Catalog.Files;

/// <summary>Reads files that must be text, and keeps what it read for as long as the file stays the same.</summary>
internal sealed class TextFiles
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private Dictionary<ListedFile, TextRead> _kept = [];
    private Dictionary<ListedFile, TextRead> _next = [];

    /// <summary>The text of a file, or why there is none.</summary>
    public TextRead Read(ListedFile file, int mostBytes)
    {
        if (!_next.TryGetValue(file, out var read))
        {
            read = _kept.TryGetValue(file, out var kept) ? kept : ReadNow(file, mostBytes);
            _next[file] = read;
        }

        return read;
    }

    /// <summary>A load is over: forgets files that it did not ask for.</summary>
    public void Forget() => (_kept, _next) = (_next, []);

    private static TextRead ReadNow(ListedFile file, int mostBytes)
    {
        if (file.Length > mostBytes)
        {
            return new TextRead(null, $"is larger than {mostBytes / 1024} KB");
        }

        try
        {
            var text = Strict.GetString(File.ReadAllBytes(file.FullPath));
            return new TextRead(text.TrimStart('\uFEFF'), null);
        }
        catch (DecoderFallbackException)
        {
            return new TextRead(null, "is not UTF-8 text");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new TextRead(null, "cannot be read");
        }
    }
}

/// <summary>The text of a file, or what is wrong with it.</summary>
internal sealed record TextRead(string? Text, string? Problem);
