//! What people can do in the workshop.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let technicians = table(
            "technicians",
            [id(), big("user_id"), text_null("specialty"), text_null("experience_level")],
        )
        .foreign_key(&mut part_of("user_id", "users"))
        .take();
        let skills = table("skills", [id(), text("name"), text("folded")]);
        let technician_skills = table("technician_skills", [id(), big("technician_id"), big("skill_id")])
            .foreign_key(&mut part_of("technician_id", "technicians"))
            .foreign_key(&mut references("skill_id", "skills"))
            .take();
        create(
            manager,
            [technicians, skills, technician_skills],
            [
                unique("technicians_user", "technicians", &["user_id"]),
                unique("skills_name", "skills", &["folded"]),
                unique("technician_skills_pair", "technician_skills", &["technician_id", "skill_id"]),
                index("technician_skills_skill", "technician_skills", &["skill_id"]),
            ],
        )
        .await
    }
}
