//! What people can do: read for many at once, written for one.

use super::UserService;
use crate::access::Writer;
use domain::{
    Caller, Permission, Result, Role, UserId,
    key::sort_by_name,
    text::fold,
    user::{ExperienceLevel, Technician},
};
use entity::{skill, technician, technician_skill, user};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use std::collections::{BTreeMap, HashMap};

impl UserService<'_> {
    /// The skills that somebody has, by name: a choice for whoever makes accounts or manages them. One statement.
    ///
    /// # Errors
    /// [`domain::Error::Forbidden`].
    pub async fn skills(&self, by: &Caller) -> Result<Vec<String>> {
        let reader = self.0.read_any(by, [Permission::UserManage, Permission::UserCreate])?;
        let had = skill::Entity::find()
            .select_only()
            .column(skill::Column::Name)
            .join(JoinType::InnerJoin, skill_of().rev())
            .group_by(skill::Column::Id)
            .group_by(skill::Column::Name);
        let mut names: Vec<String> = had.into_tuple().all(reader.db).await?;
        sort_by_name(&mut names, |name| name);
        Ok(names)
    }
}

fn skill_of() -> sea_orm::RelationDef {
    technician_skill::Entity::belongs_to(skill::Entity)
        .from(technician_skill::Column::SkillId)
        .to(skill::Column::Id)
        .into()
}

/// What these people can do: somebody without a word about it is not in the map. One statement.
pub(super) async fn of<C: ConnectionTrait>(db: &C, people: &[UserId]) -> Result<HashMap<UserId, Technician>> {
    type Line = (UserId, Option<String>, Option<ExperienceLevel>, Option<String>);
    let skills_of = technician::Entity::belongs_to(technician_skill::Entity)
        .from(technician::Column::Id)
        .to(technician_skill::Column::TechnicianId);
    let lines: Vec<Line> = technician::Entity::find()
        .select_only()
        .columns([
            technician::Column::UserId,
            technician::Column::Specialty,
            technician::Column::ExperienceLevel,
        ])
        .column(skill::Column::Name)
        .join(JoinType::LeftJoin, skills_of.into())
        .join(JoinType::LeftJoin, skill_of())
        .filter(technician::Column::UserId.is_in(people.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    let mut found = HashMap::<UserId, Technician>::new();
    for (user, specialty, experience_level, skill) in lines {
        let known = found.entry(user).or_insert(Technician { specialty, skills: vec![], experience_level });
        known.skills.extend(skill);
    }
    for known in found.values_mut() {
        sort_by_name(&mut known.skills, |name| name);
    }
    Ok(found)
}

/// A technician has a profile, be it empty; others have one when it says something.
pub(super) fn shown(user: &user::Model, found: Option<Technician>) -> Option<Technician> {
    let said = found.filter(|found| *found != Technician::default());
    said.or_else(|| (user.role == Role::Technician).then(Technician::default))
}

/// Writes what somebody can do, in the place of what was written before. Skills are taken from those that are there,
/// and made where nobody had them yet.
pub(crate) async fn replace(w: &Writer, id: UserId, new: &Technician) -> Result<()> {
    let row = technician::ActiveModel {
        user_id: Set(id),
        specialty: Set(new.specialty.clone()),
        experience_level: Set(new.experience_level),
        version: Set(1),
        ..Default::default()
    };
    let one_each = OnConflict::column(technician::Column::UserId)
        .update_columns([technician::Column::Specialty, technician::Column::ExperienceLevel])
        .value(technician::Column::Version, next_version())
        .to_owned();
    let row = technician::Entity::insert(row).on_conflict(one_each).exec_with_returning(w.tx()).await?;
    let ids: Vec<i64> = skill_ids(w, new.skills.iter().map(String::as_str)).await?.into_values().collect();
    // What is said of a skill that stays, stays.
    technician_skill::Entity::delete_many()
        .filter(technician_skill::Column::TechnicianId.eq(row.id))
        .filter(technician_skill::Column::SkillId.is_not_in(ids.iter().copied()))
        .exec(w.tx())
        .await?;
    if ids.is_empty() {
        return Ok(());
    }
    let had = ids.into_iter().map(|skill_id| technician_skill::ActiveModel {
        technician_id: Set(row.id),
        skill_id: Set(skill_id),
        ..Default::default()
    });
    let pair = [technician_skill::Column::TechnicianId, technician_skill::Column::SkillId];
    let unless_had = OnConflict::columns(pair).do_nothing().to_owned();
    technician_skill::Entity::insert_many(had).on_conflict(unless_had).exec_without_returning(w.tx()).await?;
    Ok(())
}

/// The version of a technician's row after a change.
pub(crate) fn next_version() -> Expr {
    Expr::col((technician::Entity, technician::Column::Version)).add(1_i64)
}

/// The numbers of skills by their folded names; made where nobody had them yet. Two statements, or none for none.
pub(crate) async fn skill_ids(
    w: &Writer,
    names: impl Iterator<Item = &str>,
) -> Result<BTreeMap<String, i64>> {
    let named: BTreeMap<String, &str> = names.map(|name| (fold(name), name)).collect();
    if named.is_empty() {
        return Ok(BTreeMap::new());
    }
    let made = named.iter().map(|(folded, name)| skill::ActiveModel {
        name: Set((*name).to_owned()),
        folded: Set(folded.clone()),
        ..Default::default()
    });
    let unless_there = OnConflict::column(skill::Column::Folded).do_nothing().to_owned();
    skill::Entity::insert_many(made).on_conflict(unless_there).exec_without_returning(w.tx()).await?;
    let found: Vec<(String, i64)> = skill::Entity::find()
        .select_only()
        .columns([skill::Column::Folded, skill::Column::Id])
        .filter(skill::Column::Folded.is_in(named.into_keys()))
        .into_tuple()
        .all(w.tx())
        .await?;
    Ok(found.into_iter().collect())
}
