using System.ComponentModel.DataAnnotations;

namespace VoiceAgent.Runtime.Identity.Mail;

/// <summary>A mail to one person, in plain text.</summary>
internal sealed record Letter(string To, string Subject, string Text);

/// <summary>Takes letters away. Whoever sends one waits for nothing: an answer must not tell by its time whether a letter was sent.</summary>
internal interface IPostbox
{
    void Post(Letter letter);
}

/// <summary>How mail leaves. Section <c>Mail</c>.</summary>
internal sealed class MailSettings
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Mail";

    /// <summary>Name of the SMTP server; null to write every letter as a file into the folder <c>mail</c> of the data.</summary>
    public string? Host { get; set; }

    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    public string? User { get; set; }

    public string? Password { get; set; }

    /// <summary>False only for a relay inside the same machine: mails carry secrets.</summary>
    public bool RequireTls { get; set; } = true;

    /// <summary>The sender.</summary>
    [Required, EmailAddress]
    public string From { get; set; } = "voiceagent@localhost.localdomain";
}
