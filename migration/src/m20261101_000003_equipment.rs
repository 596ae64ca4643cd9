//! Equipment types, equipment, and the filters that people keep of lists.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let types = edited_table(
            "equipment_types",
            [text("name"), text("name_folded"), text_null("description"), big_null("import_id")],
        );
        let equipment = edited_table(
            "equipment",
            [
                big("site_id"),
                big_null("line_id"),
                big_null("type_id"),
                big_null("parent_id"),
                text("code"),
                text("name"),
                text_null("model"),
                text_null("serial_number"),
                text_null("manufacturer"),
                day_null("purchased_on"),
                day_null("installed_on"),
                day_null("in_service_on"),
                day_null("warranty_until"),
                int_null("lifespan_years"),
                big_null("replacement_value_minor"),
                text("state"),
                int("state_rank"),
                text_null("state_reason"),
                at("state_since"),
                text("criticality"),
                int("criticality_rank"),
                text_null("notes"),
                // JSON list of { key, value, unit }: nobody filters on it.
                text("specifications"),
                text("search_text"),
                big("interventions_count"),
                at_null("retired_at"),
                big_null("import_id"),
            ],
        )
        .foreign_key(&mut references("site_id", "sites"))
        .foreign_key(&mut references("line_id", "production_lines"))
        .foreign_key(&mut references("type_id", "equipment_types"))
        .foreign_key(&mut references("parent_id", "equipment"))
        .take();
        let saved_views = table(
            "saved_views",
            [id(), big("user_id"), text("list"), text("name"), text("query"), at("created_at")],
        )
        .foreign_key(&mut part_of("user_id", "users"))
        .take();
        create(
            manager,
            [types, equipment, saved_views],
            [
                unique("equipment_types_name", "equipment_types", &["name_folded"]),
                index("equipment_types_import", "equipment_types", &["import_id"]),
                unique("equipment_code", "equipment", &["site_id", "code"]),
                unique("equipment_serial_number", "equipment", &["serial_number"]),
                // One for each way of ordering the list: keyset paging reads along them.
                index("equipment_by_code", "equipment", &["code", "id"]),
                index("equipment_by_name", "equipment", &["name", "id"]),
                index("equipment_by_state", "equipment", &["state_rank", "id"]),
                index("equipment_by_criticality", "equipment", &["criticality_rank", "id"]),
                index("equipment_by_in_service", "equipment", &["in_service_on", "id"]),
                index("equipment_by_interventions", "equipment", &["interventions_count", "id"]),
                index("equipment_by_updated", "equipment", &["updated_at", "id"]),
                // The count of a list is answered from this index alone.
                index("equipment_in_service", "equipment", &["retired_at", "site_id"]),
                index("equipment_line", "equipment", &["line_id"]),
                index("equipment_type", "equipment", &["type_id"]),
                index("equipment_parent", "equipment", &["parent_id"]),
                index("equipment_import", "equipment", &["import_id"]),
                unique("saved_views_name", "saved_views", &["user_id", "list", "name"]),
            ],
        )
        .await
    }
}
