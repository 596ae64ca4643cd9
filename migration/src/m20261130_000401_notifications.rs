//! Notifications, and events for one person.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let told = table(
            "notifications",
            [
                id(),
                big("user_id"),
                text("kind"),
                big("site_id"),
                big("intervention_id"),
                text("code"),
                text("title"),
                text("equipment_code"),
                text("actor"),
                text_null("remark"),
                int("changes"),
                at("at"),
                at_null("read_at"),
            ],
        )
        .foreign_key(&mut part_of("user_id", "users"))
        .foreign_key(&mut part_of("site_id", "sites"))
        .foreign_key(&mut part_of("intervention_id", "interventions"))
        .take();
        manager.create_table(told).await?;
        // The list of a person, newest first; their unread ones; those of an intervention, which go with it.
        manager.create_index(index("notifications_user", "notifications", &["user_id", "id"])).await?;
        manager.create_index(index("notifications_unread", "notifications", &["user_id", "read_at"])).await?;
        manager
            .create_index(index("notifications_intervention", "notifications", &["intervention_id"]))
            .await?;
        manager.create_index(index("notifications_site", "notifications", &["site_id"])).await?;
        manager.create_index(index("notifications_age", "notifications", &["at"])).await?;
        let mut user = big_null("user_id");
        let mut late = at_null("late_told");
        let alter = |name: &str, column: &mut ColumnDef| {
            Table::alter().table(Alias::new(name)).add_column(column).to_owned()
        };
        manager.alter_table(alter("events", &mut user)).await?;
        // The deadline of which it was told that it has passed.
        manager.alter_table(alter("interventions", &mut late)).await
    }
}
