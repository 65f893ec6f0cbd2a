using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace VoiceAgent.Runtime.Hosting.Contract;

/// <summary>The API's description: <c>/openapi/v1.json</c> for programs, <c>/scalar</c> for people.</summary>
internal static class ContractRegistration
{
    private const string Bearer = "bearer";

    public static IServiceCollection AddContract(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "VoiceAgent",
                Version = "v1",
                Description = "Refusals are application/problem+json with a stable `code`. Lists take `limit` and `cursor`. POSTs that act take `Idempotency-Key`.",
            };
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = Bearer, Description = "An access token or an API key." },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            operation.Responses ??= [];
            operation.Responses["default"] = new OpenApiResponse { Description = "A problem: application/problem+json with a code." };
            if (!metadata.OfType<IAllowAnonymous>().Any())
            {
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] }];
                operation.Description = $"Needs the permission `{metadata.OfType<IAuthorizeData>().LastOrDefault()?.Policy}`.";
            }

            return Task.CompletedTask;
        });
    });

    public static void MapContract(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        routes.MapScalarApiReference("/scalar", options => options.WithTitle("VoiceAgent")).AllowAnonymous();
    }
}
