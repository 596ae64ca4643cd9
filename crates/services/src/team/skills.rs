//! What people can do.

use domain::{Date, Result, UserId};
use entity::{skill, technician, technician_skill};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QuerySelect};
use std::collections::HashMap;

/// The skills of these people, each with the last day of its certificate. One statement.
pub(crate) async fn skills_held<D: ConnectionTrait>(
    db: &D,
    people: &[UserId],
) -> Result<HashMap<UserId, Vec<(String, Option<Date>)>>> {
    use technician_skill::Column as S;
    let of_person = technician::Entity::belongs_to(technician_skill::Entity)
        .from(technician::Column::Id)
        .to(S::TechnicianId);
    let known = technician_skill::Entity::belongs_to(skill::Entity).from(S::SkillId).to(skill::Column::Id);
    let rows: Vec<(UserId, String, Option<Date>)> = technician::Entity::find()
        .join(JoinType::InnerJoin, of_person.into())
        .join(JoinType::InnerJoin, known.into())
        .select_only()
        .column(technician::Column::UserId)
        .column(skill::Column::Name)
        .column(S::ExpiresOn)
        .filter(technician::Column::UserId.is_in(people.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    let mut held: HashMap<UserId, Vec<(String, Option<Date>)>> = HashMap::new();
    for (user, skill, expires_on) in rows {
        held.entry(user).or_default().push((skill, expires_on));
    }
    Ok(held)
}
