//! Maintenance types, with those that every plant starts with.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = [
            text("name"),
            text("name_folded"),
            text_null("description"),
            text("colour"),
            text("icon"),
            int("position"),
        ];
        let types = edited_table("maintenance_types", columns);
        create(
            manager,
            [types],
            [
                unique("maintenance_types_name", "maintenance_types", &["name_folded"]),
                index("maintenance_types_order", "maintenance_types", &["position", "name_folded"]),
            ],
        )
        .await?;
        let columns =
            ["name", "name_folded", "colour", "icon", "position", "version", "created_at", "updated_at"];
        let mut insert = Query::insert()
            .into_table(Alias::new("maintenance_types"))
            .columns(columns.map(Alias::new))
            .take();
        for (position, (name, folded, colour, icon)) in (0_i32..).zip([
            ("Préventif", "preventif", "#0a5a7d", "calendar-check"),
            ("Correctif", "correctif", "#9a3c0c", "wrench"),
            ("Conditionnel", "conditionnel", "#0b6358", "activity"),
            ("Réglementaire", "reglementaire", "#5c3a9e", "scale"),
            ("Amélioration", "amelioration", "#8c2a62", "lightbulb"),
        ]) {
            let now = Expr::current_timestamp();
            insert.values_panic([
                name.into(),
                folded.into(),
                colour.into(),
                icon.into(),
                position.into(),
                1_i64.into(),
                now.clone(),
                now,
            ]);
        }
        manager.execute(insert).await
    }
}
