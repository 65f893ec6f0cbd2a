namespace VoiceAgent.Cli.Calls;

/// <summary>Holds one conversation: wait for the greeting, ask, wait for the answer to be played, hang up.</summary>
internal sealed class Caller(RealtimeLine line, CallLog log, TimeProvider time)
{
    private static readonly TimeSpan Setup = TimeSpan.FromSeconds(10);

    // A greeting of a minute is a mistake of whoever wrote it, and no reason to hang.
    private static readonly TimeSpan LongestGreeting = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(5);

    /// <exception cref="CommandFailedException">There was no answer.</exception>
    public async Task RunAsync(CallOrder order, CancellationToken cancellationToken)
    {
        var reading = ReadAsync();
        using var hungUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = Task.CompletedTask;
        try
        {
            await RequireAsync(state => state.Started, Setup, "The call did not start in time", cancellationToken);
            if (order.Question is { } question)
            {
                var microphone = new Microphone(line, time);
                sending = microphone.RunAsync(hungUp.Token);
                await SpeakAsync(order, microphone, question, cancellationToken);
            }
            else
            {
                await TypeAsync(order, cancellationToken);
            }

            await RequireAsync(state => state.Answered, order.Patience, "The agent did not answer in time", cancellationToken);
        }
        finally
        {
            await hungUp.CancelAsync();
            await StoppedAsync(sending);
            log.HangUp();
            await line.HangUpAsync(CancellationToken.None);
            await log.UntilAsync(state => state.Ending is not null, Goodbye, CancellationToken.None);
        }

        await reading.WaitAsync(Goodbye, time, CancellationToken.None).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private async Task SpeakAsync(CallOrder order, Microphone microphone, Audio.Sound question, CancellationToken cancellationToken)
    {
        if (order.WaitForGreeting && log.Greets)
        {
            await RequireAsync(state => state.Responses > 0, LongestGreeting, "The greeting did not end", cancellationToken);
        }

        log.Ask();
        await microphone.SayAsync(question).WaitAsync(cancellationToken);
    }

    private async Task TypeAsync(CallOrder order, CancellationToken cancellationToken)
    {
        log.Ask();
        await line.SendAsync(
            new { type = "conversation.item.create", item = new { type = "message", role = "user", content = new[] { new { type = "input_text", text = order.Text } } } },
            cancellationToken);
        var modality = order.Spoken ? "audio" : "text";
        await line.SendAsync(new { type = "response.create", response = new { output_modalities = new[] { modality } } }, cancellationToken);
    }

    private async Task RequireAsync(Func<CallLog, bool> holds, TimeSpan patience, string otherwise, CancellationToken cancellationToken)
    {
        var came = await log.UntilAsync(state => holds(state) || state.Ending is not null || state.Failure is not null, patience, cancellationToken);
        if (!came || !holds(log))
        {
            throw new CommandFailedException(ExitCode.NoAnswer, (log.Failure ?? otherwise).TrimEnd('.') + (log.Ending is { } ending ? $" (the call ended: {ending})." : "."));
        }
    }

    private async Task ReadAsync() => log.Close(await line.ReadAsync(log.Take));

    private static async Task StoppedAsync(Task sending)
    {
        try
        {
            await sending;
        }
        catch (Exception exception) when (exception is OperationCanceledException or System.Net.WebSockets.WebSocketException)
        {
            // Hung up, by this side or the other.
        }
    }
}
