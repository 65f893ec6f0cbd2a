using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using VoiceAgent.Runtime.Hosting;
using Xunit;

namespace VoiceAgent.Runtime.Tests.Hosting;

public sealed class SettingsTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Root, "runtime", "README.md"));

    [Fact]
    public void Every_setting_stands_in_the_readme_with_its_default_and_its_range()
    {
        var missing = Settings.Sections.SelectMany(section => Rows(section.Key, section.Value)).Where(row => !Readme.Contains(row, StringComparison.Ordinal)).ToList();

        Assert.True(missing.Count == 0, "runtime/README.md lacks:\n" + string.Join('\n', missing));
    }

    [Fact]
    public void Every_short_name_stands_in_the_readme_and_for_a_setting_that_exists()
    {
        Assert.All(Settings.ShortNames, name =>
        {
            var (section, property) = (name.Value.Split(':')[0], name.Value.Split(':')[1]);
            Assert.NotNull(Settings.Sections[section].GetProperty(property));
            Assert.Contains($"`{name.Key}`", Readme, StringComparison.Ordinal);
        });
    }

    private static IEnumerable<string> Rows(string section, Type options)
    {
        var standard = Activator.CreateInstance(options)!;
        return options.GetProperties().Where(property => property.CanWrite).Select(property =>
        {
            var name = Settings.ShortNames.FirstOrDefault(name => name.Value == $"{section}:{property.Name}").Key
                ?? $"VOICEAGENT_{section.ToUpperInvariant()}__{property.Name.ToUpperInvariant()}";
            var value = Convert.ToString(property.GetValue(standard), CultureInfo.InvariantCulture);
            var range = property.GetCustomAttribute<RangeAttribute>();
            return $"| `{name}` | {(string.IsNullOrEmpty(value) ? "" : $"`{value}`")} | {(range is null ? "" : $"{range.Minimum} to {range.Maximum}")} |".Replace("  ", " ", StringComparison.Ordinal);
        });
    }
}
