namespace VoiceAgent.Runtime.Identity.Access;

/// <summary>Names of the permissions in <c>roles.json</c>, which are the names of the policies too.</summary>
internal static class Permissions
{
    public const string Me = "me";
    public const string UsersRead = "users.read";
    public const string UsersManage = "users.manage";
    public const string OwnersManage = "owners.manage";
    public const string KeysRead = "keys.read";
    public const string KeysManage = "keys.manage";
    public const string TenantRead = "tenant.read";
    public const string TenantManage = "tenant.manage";
    public const string TenantsManage = "tenants.manage";
    public const string AuditRead = "audit.read";
    public const string AgentsRead = "agents.read";
    public const string AgentsWrite = "agents.write";
    public const string KnowledgeRead = "knowledge.read";
    public const string KnowledgeWrite = "knowledge.write";
    public const string CallsRead = "calls.read";
    public const string CallsListen = "calls.listen";
    public const string CallsMake = "calls.make";
    public const string CallsControl = "calls.control";
    public const string UsageRead = "usage.read";
    public const string WebhooksManage = "webhooks.manage";
}
