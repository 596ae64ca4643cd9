//! Teams, where technicians belong, levels and certificates of skills, shifts, absences.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let teams = edited_table(
            "teams",
            [big("site_id"), text("name"), text("folded"), big_null("supervisor_id"), flag("active")],
        )
        .foreign_key(&mut references("site_id", "sites"))
        .foreign_key(&mut references("supervisor_id", "users"))
        .take();
        let valid_from = ColumnDef::new(Alias::new("valid_from")).date().not_null().take();
        let shifts = edited_table("shift_patterns", [big("user_id"), valid_from, text("shifts")])
            .foreign_key(&mut part_of("user_id", "users"))
            .take();
        let absences = edited_table(
            "absences",
            [
                big("user_id"),
                big_null("site_id"),
                text("kind"),
                text("state"),
                at("starts_at"),
                at("ends_at"),
                text_null("remark"),
                big_null("decided_by"),
                at_null("decided_at"),
                text_null("reason"),
            ],
        )
        .foreign_key(&mut references("user_id", "users"))
        .foreign_key(&mut references("site_id", "sites"))
        .foreign_key(&mut references("decided_by", "users"))
        .take();
        let indexes = [
            unique("teams_name", "teams", &["folded"]),
            index("teams_site", "teams", &["site_id"]),
            index("teams_supervisor", "teams", &["supervisor_id"]),
            unique("shift_patterns_day", "shift_patterns", &["user_id", "valid_from"]),
            index("absences_user", "absences", &["user_id", "ends_at"]),
            index("absences_state", "absences", &["state", "ends_at"]),
            index("absences_site", "absences", &["site_id"]),
        ];
        create(manager, [teams, shifts, absences], indexes).await?;
        let key = |table: &str| format!("REFERENCES \"{table}\" (\"id\") ON DELETE RESTRICT");
        let columns = [
            ("technicians", big_null("team_id").extra(key("teams")).take()),
            ("technicians", big_null("home_site_id").extra(key("sites")).take()),
            ("technicians", text_null("phone")),
            ("technicians", big("version").default(1).take()),
            ("technician_skills", text_null("level")),
            ("technician_skills", text_null("certificate")),
            ("technician_skills", day_null("expires_on")),
        ];
        for (table, mut column) in columns {
            let alter = Table::alter().table(Alias::new(table)).add_column(&mut column).to_owned();
            manager.alter_table(alter).await?;
        }
        let indexes = [
            index("technicians_team", "technicians", &["team_id"]),
            index("technicians_site", "technicians", &["home_site_id"]),
        ];
        create(manager, [], indexes).await
    }
}
