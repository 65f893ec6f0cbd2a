using VoiceAgent.Cli;

return await VoiceCtl.Build(TimeProvider.System).Parse(args).InvokeAsync();
