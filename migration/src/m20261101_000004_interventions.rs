//! Interventions, their numbers, and the imports that bring in history.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let interventions = edited_table(
            "interventions",
            [
                big("site_id"),
                big("equipment_id"),
                text("code"),
                text("kind"),
                text("status"),
                text("priority"),
                int("priority_rank"),
                text("title"),
                text_null("description"),
                text_null("report"),
                at("reported_at"),
                at_null("started_at"),
                at_null("ended_at"),
                big_null("cost_minor"),
                text("currency"),
                big_null("requested_by"),
                text_null("external_ref"),
                big_null("import_id"),
                // Tells a row of a file from every other, so that the same file again adds nothing.
                text_null("import_key"),
                text("search_text"),
            ],
        )
        .foreign_key(&mut references("site_id", "sites"))
        .foreign_key(&mut references("equipment_id", "equipment"))
        .foreign_key(&mut references("requested_by", "users"))
        .take();
        let counters = table("counters", [id(), big("site_id"), text("name"), big("value")])
            .foreign_key(&mut references("site_id", "sites"))
            .take();
        let imports = edited_table(
            "imports",
            [
                big("site_id"),
                text("kind"),
                text("state"),
                text("file_name"),
                big("file_size"),
                text("file_sha256"),
                // JSON: how the file is written and what its columns look like; empty while it arrives.
                text("profile"),
                // JSON: columns and value mapping, as `ImportMapping`; empty until somebody sets it.
                text("mapping"),
                big("rows_total"),
                big("rows_done"),
                big("rows_new"),
                big("rows_known"),
                big("rows_refused"),
                big("equipment_new"),
                big("types_new"),
                text_null("failure"),
                // Which task works on it, and until when no other may.
                text_null("lease_by"),
                at_null("lease_until"),
                at_null("finished_at"),
            ],
        )
        .foreign_key(&mut references("site_id", "sites"))
        .take();
        let import_chunks =
            table("import_chunks", [id(), big("import_id"), int("position"), bytes("content")])
                .foreign_key(&mut part_of("import_id", "imports"))
                .take();
        // Only the rows that were refused: what became of the others stands in the rows themselves.
        let import_rows = table("import_rows", [id(), big("import_id"), big("line"), text("errors")])
            .foreign_key(&mut part_of("import_id", "imports"))
            .take();
        create(
            manager,
            [interventions, counters, imports, import_chunks, import_rows],
            [
                unique("interventions_code", "interventions", &["site_id", "code"]),
                unique("interventions_import_key", "interventions", &["site_id", "import_key"]),
                index("interventions_by_reported", "interventions", &["reported_at", "id"]),
                index("interventions_by_code", "interventions", &["code", "id"]),
                index("interventions_by_cost", "interventions", &["cost_minor", "id"]),
                index("interventions_by_priority", "interventions", &["priority_rank", "id"]),
                index("interventions_of_equipment", "interventions", &["equipment_id", "reported_at", "id"]),
                index("interventions_of_site", "interventions", &["site_id", "reported_at", "id"]),
                index("interventions_status", "interventions", &["status", "priority"]),
                index("interventions_requested_by", "interventions", &["requested_by", "equipment_id"]),
                index("interventions_import", "interventions", &["import_id"]),
                unique("counters_name", "counters", &["site_id", "name"]),
                index("imports_by_created", "imports", &["created_at", "id"]),
                unique("import_chunks_position", "import_chunks", &["import_id", "position"]),
                index("import_rows_import", "import_rows", &["import_id", "line"]),
            ],
        )
        .await
    }
}
