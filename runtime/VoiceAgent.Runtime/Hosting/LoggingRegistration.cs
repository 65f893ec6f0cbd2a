using Microsoft.Extensions.Logging.Console;

namespace VoiceAgent.Runtime.Hosting;

/// <summary>One line for a person at a terminal, one JSON object for a machine that collects.</summary>
internal static class LoggingRegistration
{
    public static void ConfigureLogging(this ILoggingBuilder logging)
    {
        // The framework's own request log holds whole addresses with their queries.
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);

        // Every failed statement is logged where it is handled; here its text would come a second time.
        logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None);
        if (Console.IsOutputRedirected)
        {
            logging.AddJsonConsole(options =>
            {
                options.UseUtcTimestamp = true;
                options.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
                options.IncludeScopes = true;
            });
        }
        else
        {
            logging.AddSimpleConsole(options =>
            {
                options.SingleLine = true;
                options.TimestampFormat = "HH:mm:ss ";
                options.ColorBehavior = LoggerColorBehavior.Default;
            });
        }
    }
}
