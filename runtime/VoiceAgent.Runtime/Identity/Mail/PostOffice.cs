using System.Threading.Channels;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;
using VoiceAgent.Runtime.Storage;

namespace VoiceAgent.Runtime.Identity.Mail;

/// <summary>Sends letters one after the other, to the server or into the folder. A letter that cannot be sent is tried again a few times and then dropped with a warning: its reader asks for another.</summary>
internal sealed partial class PostOffice(IOptions<MailSettings> mail, IOptions<StorageOptions> storage, TimeProvider time, ILogger<PostOffice> log)
    : BackgroundService, IPostbox
{
    private const int Waiting = 1_000;
    private const int Attempts = 4;

    private readonly Channel<Letter> _letters = Channel.CreateBounded<Letter>(new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public void Post(Letter letter) => _letters.Writer.TryWrite(letter);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var letter in _letters.Reader.ReadAllAsync(stoppingToken))
        {
            await SendAsync(letter, stoppingToken);
        }
    }

    private async Task SendAsync(Letter letter, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var message = Write(letter);
                await (mail.Value.Host is { } host ? TransmitAsync(message, host, cancellationToken) : FileAsync(message, cancellationToken));
                return;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                if (attempt == Attempts)
                {
                    LogUnsent(exception);
                    return;
                }

                await Task.Delay(TimeSpan.FromSeconds(Math.Pow(4, attempt)), time, cancellationToken);
            }
        }
    }

    private MimeMessage Write(Letter letter)
    {
        var message = new MimeMessage();
        message.From.Add(MailboxAddress.Parse(mail.Value.From));
        message.To.Add(new MailboxAddress("", letter.To));
        message.Subject = letter.Subject;
        message.Date = time.GetUtcNow();
        message.Body = new TextPart("plain") { Text = letter.Text };
        return message;
    }

    private async Task TransmitAsync(MimeMessage message, string host, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient();
        await client.ConnectAsync(host, mail.Value.Port, mail.Value.RequireTls ? SecureSocketOptions.StartTls : SecureSocketOptions.StartTlsWhenAvailable, cancellationToken);
        if (mail.Value.User is { } user)
        {
            await client.AuthenticateAsync(user, mail.Value.Password ?? "", cancellationToken);
        }

        await client.SendAsync(message, cancellationToken);
        await client.DisconnectAsync(quit: true, cancellationToken);
    }

    // Written under another name first, so that whoever watches the folder never reads half a letter.
    private async Task FileAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Path.GetFullPath(storage.Value.Data), "mail");
        OwnerOnly.CreateFolder(folder);
        var path = Path.Combine(folder, $"{Guid.CreateVersion7(time.GetUtcNow()):N}.eml");
        await using (var file = new FileStream(OwnerOnly.Create(path + ".part"), FileAccess.Write))
        {
            await message.WriteToAsync(file, cancellationToken);
        }

        File.Move(path + ".part", path);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A letter could not be sent and was dropped")]
    private partial void LogUnsent(Exception exception);
}
