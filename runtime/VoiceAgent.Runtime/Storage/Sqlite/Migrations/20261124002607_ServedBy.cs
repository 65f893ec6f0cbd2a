using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace VoiceAgent.Runtime.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ServedBy : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "ServedBy_Model",
                table: "Turns",
                type: "TEXT",
                maxLength: 63,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ServedBy_Speech",
                table: "Turns",
                type: "TEXT",
                maxLength: 63,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ServedBy_Transcription",
                table: "Turns",
                type: "TEXT",
                maxLength: 63,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "ServedBy_Model",
                table: "Turns");

            migrationBuilder.DropColumn(
                name: "ServedBy_Speech",
                table: "Turns");

            migrationBuilder.DropColumn(
                name: "ServedBy_Transcription",
                table: "Turns");
        }
    }
}
