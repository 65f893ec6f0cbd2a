using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using VoiceAgent.Conversation;
using VoiceAgent.Testing.Vendors;
using Xunit;

namespace VoiceAgent.Providers.Tests.Conformance;

/// <summary>What every language model does.</summary>
public abstract class ModelConformance<TServer> : Conformance<TServer>
    where TServer : VendorServer
{
    private static readonly string Long = string.Join(' ', Enumerable.Range(1, 40).Select(number => $"word{number}"));

    protected abstract string Model { get; }

    /// <summary>What the model will answer.</summary>
    protected abstract void Answer(string text);

    [Fact]
    public async Task Text_comes_in_pieces_and_as_a_whole_is_what_the_model_said()
    {
        Answer(Long);

        var pieces = await TextsAsync(Make().Model!);

        Assert.True(pieces.Count > 10);
        Assert.Equal(Long, string.Concat(pieces));
    }

    [Fact]
    public async Task The_first_token_is_here_before_the_last_is_written()
    {
        Answer(Long);
        Server.Script(FaultKind.Holds);
        await using var updates = Ask(Make().Model!).GetAsyncEnumerator();

        while (await updates.MoveNextAsync() && updates.Current.Text.Length == 0)
        {
        }

        Assert.NotEmpty(updates.Current.Text);
        Assert.False(Server.CalledOff.IsOpen);
        Server.Release();
        while (await updates.MoveNextAsync())
        {
        }
    }

    [Fact]
    public async Task Cancelling_ends_the_reply_here_and_at_the_vendor()
    {
        Answer(Long);
        Server.Script(FaultKind.Holds);
        using var cut = new CancellationTokenSource();
        var reading = ReadAsync(Ask(Make().Model!, cut.Token), onText: cut.Cancel);

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(Gate.Patience));

        Assert.Equal(cut.Token, cancelled.CancellationToken);
        await Server.CalledOff.Opened();
    }

    [Fact]
    public async Task A_reply_that_is_not_read_to_its_end_ends_at_the_vendor_too()
    {
        Answer(Long);
        Server.Script(FaultKind.Holds);

        await foreach (var update in Ask(Make().Model!))
        {
            if (update.Text.Length > 0)
            {
                break;
            }
        }

        await Server.CalledOff.Opened();
    }

    [Fact]
    public async Task A_vendor_that_never_answers_is_given_up()
    {
        Server.Script(FaultKind.NeverAnswers);
        var time = new FakeTimeProvider();
        var model = Make(time: time).Model!;

        var fault = await LateAsync(time, () => TextsAsync(model));

        Assert.Equal((CallStage.Dialogue, FaultOwner.Provider, true), (fault.Stage, fault.Owner, fault.Retryable));
        Assert.Equal(1, Server.Works);
    }

    [Fact]
    public async Task A_vendor_that_falls_silent_midway_is_given_up()
    {
        Answer(Long);
        Server.Script(FaultKind.Holds);
        var time = new FakeTimeProvider();
        var model = Make(time: time).Model!;

        var fault = await LateAsync(time, () => TextsAsync(model));

        Assert.Equal((CallStage.Dialogue, FaultOwner.Provider, true), (fault.Stage, fault.Owner, fault.Retryable));
    }

    [Fact]
    public async Task A_slow_first_token_is_waited_for()
    {
        Answer(Long);
        Server.Script(FaultKind.SlowFirstByte);
        var asking = TextsAsync(Make().Model!);
        await Server.Faulted.Opened();
        Assert.False(asking.IsCompleted);

        Server.Release();

        Assert.Equal(Long, string.Concat(await asking));
    }

    [Theory]
    [InlineData(FaultKind.DiesMidStream)]
    [InlineData(FaultKind.BreaksOff)]
    public async Task A_reply_that_breaks_off_is_a_failure_and_not_asked_for_again(FaultKind kind)
    {
        Answer(Long);
        Server.Script(kind);
        var heard = 0;

        var fault = await FaultAsync(() => ReadAsync(Ask(Make().Model!), onText: () =>
        {
            heard++;
            Server.Release();
        }));

        Assert.Equal((FaultOwner.Provider, true), (fault.Owner, fault.Retryable));
        Assert.True(heard > 0);
        Assert.Equal(1, Server.Works);
    }

    [Fact]
    public async Task A_connection_that_dies_before_the_reply_is_tried_once_more()
    {
        Answer("One.");
        Answer("Two.");
        Server.Script(FaultKind.DiesAtOnce);

        Assert.Equal("Two.", string.Concat(await TextsAsync(Make().Model!)));

        Assert.Equal(2, Server.Works);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_read_is_the_vendors_fault()
    {
        Server.Script(FaultKind.MalformedJson);

        var fault = await FaultAsync(() => TextsAsync(Make().Model!));

        Assert.Equal((CallStage.Dialogue, FaultOwner.Provider), (fault.Stage, fault.Owner));
    }

    [Theory]
    [InlineData(401, "invalid_api_key", FaultOwner.Configuration, false, 1)]
    [InlineData(403, "permission_denied", FaultOwner.Configuration, false, 1)]
    [InlineData(404, "model_not_found", FaultOwner.Configuration, false, 1)]
    [InlineData(429, "insufficient_quota", FaultOwner.Configuration, false, 2)]
    [InlineData(429, "rate_limit_exceeded", FaultOwner.Provider, true, 2)]
    [InlineData(500, "server_error", FaultOwner.Provider, true, 2)]
    [InlineData(503, "overloaded", FaultOwner.Provider, true, 2)]
    [InlineData(400, "context_length_exceeded", FaultOwner.Ours, false, 1)]
    public async Task Refusals_are_sorted_by_whose_fault_they_are(int status, string code, FaultOwner owner, bool retryable, int attempts)
    {
        Server.Script(ScriptedFault.Refusal(status, code), ScriptedFault.Refusal(status, code), ScriptedFault.Refusal(status, code));

        var fault = await FaultAsync(() => TextsAsync(Make().Model!));

        Assert.Equal((CallStage.Dialogue, owner, retryable), (fault.Stage, fault.Owner, fault.Retryable));
        Assert.Contains($"{status}", fault.Message, StringComparison.Ordinal);
        Assert.Equal(attempts, Server.Works);
    }

    [Fact]
    public async Task A_vendor_that_wants_to_be_left_alone_is_not_asked_again_and_its_wish_is_passed_on()
    {
        Server.Script(ScriptedFault.Refusal(429, "rate_limit_exceeded", retryAfter: 20));

        var fault = await FaultAsync(() => TextsAsync(Make().Model!));

        Assert.Equal(TimeSpan.FromSeconds(20), fault.RetryAfter);
        Assert.Equal(1, Server.Works);
    }

    [Fact]
    public async Task A_wrong_or_missing_key_is_the_configurations_fault()
    {
        var wrong = await FaultAsync(() => TextsAsync(Make(key: () => "another").Model!));
        ExpectedComplaints.Add("the key is wrong or missing");
        var missing = await FaultAsync(() => TextsAsync(Make(key: () => null).Model!));

        Assert.All([wrong, missing], fault => Assert.Equal((FaultOwner.Configuration, false), (fault.Owner, fault.Retryable)));
        Assert.Contains("credentialsRef", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rotated_key_is_used_with_the_next_request()
    {
        var model = Make().Model!;
        await TextsAsync(model);

        Server.Key = "key-after-rotation";

        await TextsAsync(model);
    }

    [Fact]
    public async Task Tokens_are_reported()
    {
        Answer("Two words.");
        var usage = new UsageDetails();

        await foreach (var update in Ask(Make().Model!))
        {
            foreach (var content in update.Contents.OfType<UsageContent>())
            {
                usage.Add(content.Details);
            }
        }

        Assert.Equal((21, 2), (usage.InputTokenCount, usage.OutputTokenCount));
    }

    [Fact]
    public async Task A_tool_is_called_with_its_arguments()
    {
        Answer("""book_table({"people":4,"name":"Zoë"})""");
        var tool = AIFunctionFactory.Create((int people, string name) => "", "book_table", "Books a table.");
        var options = new ChatOptions { ModelId = Model, Tools = [tool] };
        var calls = new List<FunctionCallContent>();

        await foreach (var update in Make().Model!.GetStreamingResponseAsync("A table for four, please.", options))
        {
            calls.AddRange(update.Contents.OfType<FunctionCallContent>());
        }

        var call = Assert.Single(calls);
        Assert.Equal("book_table", call.Name);
        Assert.Equal(("4", "Zoë"), (call.Arguments!["people"]!.ToString(), call.Arguments["name"]!.ToString()));
    }

    [Fact]
    public async Task Tool_results_go_back_as_the_vendor_wants_them()
    {
        Answer("It is booked.");
        var history = new List<ChatMessage>
        {
            new(ChatRole.System, "You are a receptionist."),
            new(ChatRole.User, "A table for four, please."),
            new(ChatRole.Assistant, [new FunctionCallContent("call_1", "book_table", new Dictionary<string, object?> { ["people"] = 4 })]),
            new(ChatRole.Tool, [new FunctionResultContent("call_1", "done")]),
        };
        var tool = AIFunctionFactory.Create((int people) => "", "book_table", "Books a table.");

        var response = await Make().Model!.GetStreamingResponseAsync(history, new ChatOptions { ModelId = Model, Tools = [tool] }).ToChatResponseAsync();

        Assert.Equal("It is booked.", response.Text);
    }

    [Fact]
    public async Task Many_callers_at_once_each_get_their_own_reply()
    {
        for (var number = 0; number < 20; number++)
        {
            Answer($"This is reply {number}.");
        }

        var model = Make().Model!;
        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ => string.Concat(await TextsAsync(model))));

        Assert.Equal(20, replies.Distinct().Count());
        Assert.All(replies, reply => Assert.Matches(@"^This is reply \d+\.$", reply));
    }

    protected IAsyncEnumerable<ChatResponseUpdate> Ask(IChatClient model, CancellationToken cancellationToken = default) =>
        model.GetStreamingResponseAsync("When are you open?", new ChatOptions { ModelId = Model, MaxOutputTokens = 200 }, cancellationToken);

    protected async Task<List<string>> TextsAsync(IChatClient model)
    {
        var texts = new List<string>();
        await foreach (var update in Ask(model))
        {
            if (update.Text.Length > 0)
            {
                texts.Add(update.Text);
            }
        }

        return texts;
    }

    private static async Task ReadAsync(IAsyncEnumerable<ChatResponseUpdate> updates, Action onText)
    {
        await foreach (var update in updates)
        {
            if (update.Text.Length > 0)
            {
                onText();
            }
        }
    }
}
