using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace VoiceAgent.Kubernetes.Hosting;

/// <summary>Says everything that is wrong with the options at once.</summary>
internal sealed class ControllerRuntimeOptionsValidator : IValidateOptions<ControllerRuntimeOptions>
{
    public ValidateOptionsResult Validate(string? name, ControllerRuntimeOptions options)
    {
        var problems = new List<ValidationResult>();
        foreach (var part in (object[])[options, options.Api, options.Watch, options.LeaderElection])
        {
            Validator.TryValidateObject(part, new ValidationContext(part), problems, validateAllProperties: true);
        }

        if (options.Watch.ShortestWatch > options.Watch.LongestWatch)
        {
            problems.Add(new ValidationResult("Watch.ShortestWatch is longer than Watch.LongestWatch."));
        }

        return problems.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(problems.Select(problem => problem.ErrorMessage ?? "Invalid."));
    }
}
