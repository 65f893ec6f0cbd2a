using k8s.Models;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Tests.Bench;
using Xunit;

namespace VoiceAgent.Kubernetes.Tests.Api;

public sealed class ResourceKindTests
{
    [Fact]
    public void Paths_are_those_of_the_api_server()
    {
        var deployments = ResourceKind.Of<V1Deployment>();
        Assert.Equal("apis/apps/v1/deployments", deployments.Path(null));
        Assert.Equal("apis/apps/v1/namespaces/lab/deployments/web/status", deployments.Path(new ObjectKey("lab", "web"), "status"));
        Assert.Equal("api/v1/namespaces/lab/configmaps/a", ResourceKind.Of<V1ConfigMap>().Path(new ObjectKey("lab", "a")));
        Assert.Equal("apis/lab.example/v1/namespaces/lab/widgets", ResourceKind.Of<Widget>().Path("lab"));
    }

    [Fact]
    public void Cluster_scoped_kinds_have_no_namespace_in_their_path()
    {
        Assert.Equal("api/v1/namespaces/lab", ResourceKind.Of<V1Namespace>().Path(new ObjectKey(null, "lab")));
        Assert.Equal("apis/rbac.authorization.k8s.io/v1/clusterroles/r", ResourceKind.Of<V1ClusterRole>().Path(new ObjectKey(null, "r")));
        Assert.False(ResourceKind.Of<Planet>().Namespaced);
        Assert.Equal("apis/lab.example/v1/planets/mars", ResourceKind.Of<Planet>().Path(new ObjectKey(null, "mars")));
    }

    [Theory]
    [InlineData("../secrets/x")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("a%2Fb")]
    public void A_name_cannot_lead_to_another_resource(string name)
    {
        Assert.Throws<ArgumentException>(() => ResourceKind.Of<V1ConfigMap>().Path(new ObjectKey("lab", name)));
        Assert.Throws<ArgumentException>(() => ResourceKind.Of<V1ConfigMap>().Path(new ObjectKey(name is "" ? ".." : name, "a")));
    }

    [Fact]
    public void A_namespaced_object_without_a_namespace_is_a_mistake_and_is_said_so()
    {
        var mistake = Assert.Throws<ArgumentException>(() => ResourceKind.Of<V1ConfigMap>().Path(new ObjectKey(null, "a")));
        Assert.Contains("configmaps live in a namespace", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_without_the_attribute_says_what_it_lacks() =>
        Assert.Contains("KubernetesEntity", Assert.Throws<InvalidOperationException>(ResourceKind.Of<PartialObjectMetadata>).Message, StringComparison.Ordinal);

    [Fact]
    public void Keys_with_an_empty_and_with_no_namespace_are_equal()
    {
        Assert.Equal(new ObjectKey(null, "a"), new ObjectKey("", "a"));
        Assert.Equal("lab/a", new ObjectKey("lab", "a").ToString());
        Assert.Equal("a", new ObjectKey(null, "a").ToString());
    }

    [ClusterScoped]
    [KubernetesEntity(Group = "lab.example", ApiVersion = "v1", Kind = "Planet", PluralName = "planets")]
    private sealed class Planet : CustomResource<WidgetSpec, WidgetStatus>;
}
