using VoiceAgent.Resources.Manifests;

return ManifestCommand.Run(args, Directory.GetCurrentDirectory(), Console.Out, Console.Error);
