using k8s.Models;

namespace VoiceAgent.Kubernetes.Events;

/// <summary>What makes two reports the same report. The note is not part of it: it may hold a changing count.</summary>
internal sealed record EventKey(EventType Type, string Reason, string Action, string? Regarding, string? Related);

/// <summary>One report, as it waits to be written.</summary>
internal sealed record RecordedEvent(EventKey Key, V1ObjectReference Regarding, V1ObjectReference? Related, string Note, DateTimeOffset At);
