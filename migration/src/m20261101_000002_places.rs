//! Sites, production lines, and who may see which site.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sites = edited_table(
            "sites",
            [
                text("code"),
                text("name"),
                text_null("location"),
                text_null("description"),
                text("timezone"),
                text("currency"),
            ],
        );
        let user_sites = table("user_sites", [id(), big("user_id"), big("site_id")])
            .foreign_key(&mut part_of("user_id", "users"))
            .foreign_key(&mut part_of("site_id", "sites"))
            .take();
        let lines = edited_table(
            "production_lines",
            [big("site_id"), text("code"), text("name"), text_null("description")],
        )
        .foreign_key(&mut references("site_id", "sites"))
        .take();
        create(
            manager,
            [sites, user_sites, lines],
            [
                unique("sites_code", "sites", &["code"]),
                unique("user_sites_user", "user_sites", &["user_id", "site_id"]),
                index("user_sites_site", "user_sites", &["site_id"]),
                unique("production_lines_code", "production_lines", &["site_id", "code"]),
            ],
        )
        .await
    }
}
