using System.Net;

namespace VoiceAgent.Providers.Wire;

/// <summary>
/// Asks once more when a vendor stumbles before it answered. It sees no more of an answer than its headers, so nothing is asked again after output;
/// and it never sleeps past the patience of a caller who waits on the line.
/// </summary>
internal sealed class RetryHandler(int retries, TimeProvider time) : DelegatingHandler
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    // A vendor that wants a longer rest gets it: the next link of the agent's chain is quicker.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var left = retries; ; left--)
        {
            HttpResponseMessage response;
            try
            {
                response = await base.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException) when (left > 0)
            {
                await Task.Delay(Pause, time, cancellationToken);
                continue;
            }

            var wait = Refusal.WaitOf(response.Headers, time) ?? Pause;
            if (left <= 0 || !IsPassing(response.StatusCode) || wait > LongestPause)
            {
                return response;
            }

            response.Dispose();
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    private static bool IsPassing(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
}
