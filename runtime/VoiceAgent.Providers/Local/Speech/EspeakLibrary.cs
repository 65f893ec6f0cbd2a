using System.Runtime.InteropServices;

namespace VoiceAgent.Providers.Local.Speech;

/// <summary>The part of libespeak-ng.so.1 (speak_lib.h, revision 12) that is used.</summary>
internal static unsafe partial class EspeakLibrary
{
    /// <summary>Samples come through the callback, and a call returns when its text is spoken.</summary>
    public const int OutputSynchronous = 2;

    /// <summary>A missing data directory is an error to return, not a reason to end the process.</summary>
    public const int DoNotExit = 0x8000;

    /// <summary>The text is UTF-8.</summary>
    public const uint Utf8 = 1;

    /// <summary>The parameter that holds words a minute.</summary>
    public const int Rate = 1;

    /// <summary>Words a minute at a voice's own speed.</summary>
    public const int NormalRate = 175;

    private const string Library = "libespeak-ng.so.1";

    /// <summary>The sample rate, or a negative number.</summary>
    [LibraryImport(Library)]
    public static partial int espeak_Initialize(int output, int bufferMilliseconds, nint path, int options);

    [LibraryImport(Library)]
    public static partial void espeak_SetSynthCallback(delegate* unmanaged[Cdecl]<short*, int, Event*, int> callback);

    /// <summary>Zero when the voice exists.</summary>
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int espeak_SetVoiceByName(string name);

    [LibraryImport(Library)]
    public static partial int espeak_SetParameter(int parameter, int value, int relative);

    [LibraryImport(Library)]
    public static partial int espeak_Synth(byte* text, nuint size, uint position, int positionType, uint endPosition, uint flags,
        nint uniqueIdentifier, nint userContext);

    /// <summary>espeak_EVENT, as far as it is read.</summary>
    public struct Event
    {
        public int Type;
        public uint UniqueIdentifier;
        public int TextPosition;
        public int Length;
        public int AudioPosition;
        public int Sample;
        public nint UserContext;
    }
}
