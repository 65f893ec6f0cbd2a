using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace VoiceAgent.Runtime.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class CallRecords : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Calls",
                columns: table => new
                {
                    TenantId = table.Column<string>(type: "TEXT", maxLength: 63, nullable: false),
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Agent = table.Column<string>(type: "TEXT", maxLength: 63, nullable: false),
                    AgentRevision = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Language = table.Column<string>(type: "TEXT", maxLength: 35, nullable: false),
                    Channel = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Host = table.Column<string>(type: "TEXT", maxLength: 253, nullable: false),
                    StartedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LastSeenAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    EndedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Ending = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    CallerTurns = table.Column<int>(type: "INTEGER", nullable: false),
                    AgentTurns = table.Column<int>(type: "INTEGER", nullable: false),
                    Interruptions = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Calls", x => new { x.TenantId, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "CallEvents",
                columns: table => new
                {
                    TenantId = table.Column<string>(type: "TEXT", maxLength: 63, nullable: false),
                    CallId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Sequence = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Turn = table.Column<int>(type: "INTEGER", nullable: true),
                    Detail = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CallEvents", x => new { x.TenantId, x.CallId, x.Sequence });
                    table.ForeignKey(
                        name: "FK_CallEvents_Calls_TenantId_CallId",
                        columns: x => new { x.TenantId, x.CallId },
                        principalTable: "Calls",
                        principalColumns: new[] { "TenantId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Recordings",
                columns: table => new
                {
                    TenantId = table.Column<string>(type: "TEXT", maxLength: 63, nullable: false),
                    CallId = table.Column<Guid>(type: "TEXT", nullable: false),
                    File = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Duration = table.Column<long>(type: "INTEGER", nullable: false),
                    Bytes = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Recordings", x => new { x.TenantId, x.CallId });
                    table.ForeignKey(
                        name: "FK_Recordings_Calls_TenantId_CallId",
                        columns: x => new { x.TenantId, x.CallId },
                        principalTable: "Calls",
                        principalColumns: new[] { "TenantId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Turns",
                columns: table => new
                {
                    TenantId = table.Column<string>(type: "TEXT", maxLength: 63, nullable: false),
                    CallId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Speaker = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    StartedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    TextOnly = table.Column<bool>(type: "INTEGER", nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: true),
                    HeardText = table.Column<string>(type: "TEXT", nullable: true),
                    HeardAudio = table.Column<long>(type: "INTEGER", nullable: true),
                    Outcome = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    Usage_InputTokens = table.Column<long>(type: "INTEGER", nullable: false),
                    Usage_OutputTokens = table.Column<long>(type: "INTEGER", nullable: false),
                    Usage_SpokenCharacters = table.Column<int>(type: "INTEGER", nullable: false),
                    Waterfall_FinalTranscript = table.Column<long>(type: "INTEGER", nullable: true),
                    Waterfall_FirstAudible = table.Column<long>(type: "INTEGER", nullable: true),
                    Waterfall_FirstAudio = table.Column<long>(type: "INTEGER", nullable: true),
                    Waterfall_FirstSentence = table.Column<long>(type: "INTEGER", nullable: true),
                    Waterfall_FirstToken = table.Column<long>(type: "INTEGER", nullable: true),
                    Waterfall_KnowledgeFound = table.Column<long>(type: "INTEGER", nullable: true),
                    Waterfall_Played = table.Column<long>(type: "INTEGER", nullable: true),
                    Waterfall_SpeechEnded = table.Column<long>(type: "INTEGER", nullable: true),
                    Waterfall_TurnDecided = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Turns", x => new { x.TenantId, x.CallId, x.Number });
                    table.ForeignKey(
                        name: "FK_Turns_Calls_TenantId_CallId",
                        columns: x => new { x.TenantId, x.CallId },
                        principalTable: "Calls",
                        principalColumns: new[] { "TenantId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Calls_Ending_Host",
                table: "Calls",
                columns: new[] { "Ending", "Host" });

            migrationBuilder.CreateIndex(
                name: "IX_Calls_TenantId_Agent_Id",
                table: "Calls",
                columns: new[] { "TenantId", "Agent", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CallEvents");

            migrationBuilder.DropTable(
                name: "Recordings");

            migrationBuilder.DropTable(
                name: "Turns");

            migrationBuilder.DropTable(
                name: "Calls");
        }
    }
}
