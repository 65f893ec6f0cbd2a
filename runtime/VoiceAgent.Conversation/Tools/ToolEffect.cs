namespace VoiceAgent.Conversation.Tools;

/// <summary>What a tool does to the call itself.</summary>
internal enum ToolEffect
{
    None,

    /// <summary>The call ends.</summary>
    EndCall,

    /// <summary>The caller is handed over.</summary>
    TransferCall,
}
