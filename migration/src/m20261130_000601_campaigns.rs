//! Campaigns: one action over many machines, each with its intervention.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, tables(), indexes()).await
    }
}

fn tables() -> Vec<TableCreateStatement> {
    vec![
        // Without keys to type, line and template: a campaign outlives them.
        edited_table(
            "campaigns",
            [
                text("title"),
                text_null("description"),
                day("due_on"),
                text("kind"),
                text("priority"),
                int_null("estimated_minutes"),
                flag("stops_equipment"),
                big_null("template_id"),
                big_null("equipment_type_id"),
                big_null("line_id"),
                text("status"),
                text_null("reason"),
                at_null("ended_at"),
                big_null("ended_by"),
                // Of the form that it was made from: sent again, it makes nothing.
                text_null("once"),
            ],
        ),
        // Where machines of its type stand, and those that were chosen.
        table("campaign_sites", [id(), big("campaign_id"), big("site_id")])
            .foreign_key(&mut part_of("campaign_id", "campaigns"))
            .foreign_key(&mut part_of("site_id", "sites"))
            .take(),
        table(
            "campaign_machines",
            [
                id(),
                big("campaign_id"),
                big("site_id"),
                big("equipment_id"),
                big("intervention_id"),
                at("added_at"),
                big_null("added_by"),
            ],
        )
        .foreign_key(&mut part_of("campaign_id", "campaigns"))
        .foreign_key(&mut part_of("equipment_id", "equipment"))
        .foreign_key(&mut part_of("intervention_id", "interventions"))
        .take(),
    ]
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index("campaigns_due", "campaigns", &["due_on", "id"]),
        index("campaigns_status", "campaigns", &["status", "due_on", "id"]),
        unique("campaigns_once", "campaigns", &["created_by", "once"]),
        unique("campaign_sites_once", "campaign_sites", &["campaign_id", "site_id"]),
        index("campaign_sites_of", "campaign_sites", &["site_id", "campaign_id"]),
        unique("campaign_machines_once", "campaign_machines", &["campaign_id", "equipment_id"]),
        unique("campaign_machines_work", "campaign_machines", &["intervention_id"]),
        index("campaign_machines_machine", "campaign_machines", &["equipment_id"]),
    ]
}
