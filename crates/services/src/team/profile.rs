//! Changing what is said of a technician.

use super::{
    TeamService,
    gather::{Gathered, Work, gather},
    person, within,
};
use crate::{
    access::Writer,
    audit::{self, same_version},
    record::retried,
    user::{next_version, skill_ids},
};
use domain::{
    Caller, Error, FieldCode, FieldError, FieldErrors, Noun, Permission, Result, UserId,
    audit::{Action, Change},
    team::{NewTechnician, TechnicianDetail, TechnicianDraft},
    text::fold,
};
use entity::{team, technician, technician_skill, user};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

impl TeamService<'_> {
    /// Changes where a technician belongs and what they can do.
    ///
    /// # Errors
    /// [`Error::Stale`], [`Error::Invalid`] with every wrong field, [`Error::NotFound`].
    pub async fn update(&self, by: &Caller, id: UserId, draft: &TechnicianDraft) -> Result<TechnicianDetail> {
        retried(|| async {
            let mut w = self.0.write(by, Permission::TeamWrite).await?;
            w.hold::<user::Entity>(id).await?;
            let person = person(self.0, w.tx(), within(&w.scope, by), id).await?;
            let stored = self.gathered(&w, id).await?;
            let before = draft_of(&stored, &w, by, &person.account);
            same_version(draft, &before, &draft.version, before.version.parse().unwrap_or_default())?;
            let new = draft.parse()?;
            check(&w, &stored, id, &new).await?;
            write(&w, id, &new).await?;
            let after = draft_of(&self.gathered(&w, id).await?, &w, by, &person.account);
            let name = person.account.name();
            let told = |draft: &TechnicianDraft| audit::json(&AuditedProfile { name: &name, draft });
            let change = Change::new(Action::Updated, Noun::Technician, id.0, person.site_id());
            w.record(change.before(told(&before)).after(told(&after)));
            w.commit().await
        })
        .await?;
        self.get(by, id).await
    }

    async fn gathered(&self, w: &Writer, id: UserId) -> Result<Gathered> {
        gather(self.0, w.tx(), &[id], self.0.now(), Work::Week).await
    }
}

/// As the audit trail tells it.
#[derive(serde::Serialize)]
struct AuditedProfile<'a> {
    name: &'a str,
    #[serde(flatten)]
    draft: &'a TechnicianDraft,
}

/// The form of what is stored.
fn draft_of(stored: &Gathered, w: &Writer, by: &Caller, account: &user::Model) -> TechnicianDraft {
    let row = stored.row(by, &w.scope, account);
    let profile = stored.profile(account.id);
    let home = profile.and_then(|profile| profile.home_site_id);
    let home =
        stored.sites(account.id).iter().find(|site| Some(site.id) == home).map(super::gather::site_ref);
    TechnicianDraft::of(
        (row.team.as_ref(), home.as_ref()),
        (profile.and_then(|p| p.phone.as_deref()), row.specialty.as_deref(), row.experience_level),
        &row.skills,
        profile.map_or(0, |profile| profile.version),
    )
}

/// What only the database can tell.
async fn check(w: &Writer, stored: &Gathered, id: UserId, new: &NewTechnician) -> Result<()> {
    let mut errors = vec![];
    if let Some(home) = new.home_site
        && !stored.sites(id).iter().any(|site| site.id == home)
    {
        errors.push(FieldError::new("home_site_id", FieldCode::OtherSite));
    }
    if let Some(team) = new.team {
        let had = stored.profile(id).and_then(|profile| profile.team_id) == Some(team);
        let code = match w.hold_reference::<team::Entity>(team).await? {
            None => Some(FieldCode::NotFound),
            Some(_) if had => None,
            Some(found) if !w.scope.sites.contains(found.site_id) => Some(FieldCode::NotFound),
            Some(found) if !found.active => Some(FieldCode::Retired),
            Some(found) if !stored.sites(id).iter().any(|site| site.id == found.site_id) => {
                Some(FieldCode::OtherSite)
            }
            Some(_) => None,
        };
        errors.extend(code.map(|code| FieldError::new("team_id", code)));
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(FieldErrors(errors))) }
}

async fn write(w: &Writer, id: UserId, new: &NewTechnician) -> Result<()> {
    use technician::Column as C;
    let row = technician::ActiveModel {
        user_id: Set(id),
        specialty: Set(new.specialty.clone()),
        experience_level: Set(new.experience_level),
        team_id: Set(new.team),
        home_site_id: Set(new.home_site),
        phone: Set(new.phone.clone()),
        version: Set(1),
        ..Default::default()
    };
    let one_each = OnConflict::column(C::UserId)
        .update_columns([C::Specialty, C::ExperienceLevel, C::TeamId, C::HomeSiteId, C::Phone])
        .value(C::Version, next_version())
        .to_owned();
    let row = technician::Entity::insert(row).on_conflict(one_each).exec_with_returning(w.tx()).await?;
    let ids = skill_ids(w, new.skills.iter().map(|skill| skill.name.as_str())).await?;
    technician_skill::Entity::delete_many()
        .filter(technician_skill::Column::TechnicianId.eq(row.id))
        .exec(w.tx())
        .await?;
    let had = new.skills.iter().filter_map(|skill| {
        Some(technician_skill::ActiveModel {
            technician_id: Set(row.id),
            skill_id: Set(*ids.get(&fold(&skill.name))?),
            level: Set(skill.level),
            certificate: Set(skill.certificate.clone()),
            expires_on: Set(skill.expires_on),
            ..Default::default()
        })
    });
    let had: Vec<_> = had.collect();
    if !had.is_empty() {
        technician_skill::Entity::insert_many(had).exec_without_returning(w.tx()).await?;
    }
    Ok(())
}
