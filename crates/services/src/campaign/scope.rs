//! What a campaign is about, as the caller sees it, and the machines that it would add.

use super::CampaignService;
use crate::{
    access::{Scope as Sees, Writer},
    equipment::within,
};
use domain::{
    Caller, CampaignId, EquipmentId, Error, FieldCode, Permission, Refusal, Result, SiteId,
    campaign::{
        AddDraft, CampaignDraft, CampaignPreview, CampaignStatus, Candidate, MOST_MACHINES, Named, Scope,
        joining,
    },
    equipment::EquipmentRef,
};
use entity::{campaign, campaign_machine, campaign_site, equipment, equipment_type, production_line, site};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
    sea_query::{Condition, SelectStatement},
};
use std::collections::{BTreeMap, BTreeSet};

/// Machines that a preview names.
const FIRST: u64 = 200;

impl CampaignService<'_> {
    /// What starting this campaign would do; only what it is about is looked at. At most nine statements.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every wrong field of what it is about.
    pub async fn preview(&self, by: &Caller, draft: &CampaignDraft) -> Result<CampaignPreview> {
        let reader = self.0.read(by, Permission::InterventionWrite)?;
        let scope = resolve(reader.db, &reader.scope, draft.scope()?).await?;
        would_add(reader.db, &reader.scope, &scope, None).await
    }

    /// What adding what is new to this campaign would do. At most eight statements.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Refusal::CampaignEnded`]; [`Error::Invalid`].
    pub async fn what_is_new(
        &self,
        by: &Caller,
        id: CampaignId,
        draft: &AddDraft,
    ) -> Result<CampaignPreview> {
        let reader = self.0.read(by, Permission::InterventionWrite)?;
        let found = super::read::find(reader.db, &reader.scope, id).await?;
        open(&found)?;
        let scope = again(reader.db, &reader.scope, &found, draft.parse()?).await?;
        would_add(reader.db, &reader.scope, &scope, Some(id)).await
    }
}

/// # Errors
/// [`Refusal::CampaignEnded`].
pub(super) fn open(found: &campaign::Model) -> Result<()> {
    match found.status {
        CampaignStatus::Open => Ok(()),
        status => Err(Refusal::CampaignEnded { status: status.to_string() }.into()),
    }
}

/// What was named, as rows that the caller sees: codes are looked up, no site is all of theirs.
///
/// # Errors
/// [`Error::Invalid`] at the field that names what is not there.
pub(super) async fn resolve<C: ConnectionTrait>(db: &C, sees: &Sees, named: Named) -> Result<Scope> {
    let Named { mut scope, codes } = named;
    let theirs: BTreeSet<SiteId> = site::Entity::find()
        .select_only()
        .column(site::Column::Id)
        .filter(sees.filter_by_site((site::Entity, site::Column::Id)))
        .into_tuple()
        .all(db)
        .await?
        .into_iter()
        .collect();
    if !scope.sites.is_subset(&theirs) {
        return Err(Error::field("site_ids", FieldCode::NotFound));
    }
    if scope.sites.is_empty() {
        scope.sites = theirs;
    }
    if let Some(kind) = scope.equipment_type
        && equipment_type::Entity::find_by_id(kind).one(db).await?.is_none()
    {
        return Err(Error::field("equipment_type_id", FieldCode::NotFound));
    }
    if let Some(line) = scope.line {
        let found = production_line::Entity::find_by_id(line).one(db).await?;
        if !found.is_some_and(|line| scope.sites.contains(&line.site_id)) {
            return Err(Error::field("line_id", FieldCode::NotFound));
        }
    }
    choose(db, sees, &mut scope, &codes).await?;
    Ok(scope)
}

/// What a campaign is about when it looks again, and machines that are named beside.
pub(super) async fn again<C: ConnectionTrait>(
    db: &C,
    sees: &Sees,
    found: &campaign::Model,
    named: Named,
) -> Result<Scope> {
    let sites: Vec<SiteId> = campaign_site::Entity::find()
        .select_only()
        .column(campaign_site::Column::SiteId)
        .filter(campaign_site::Column::CampaignId.eq(found.id))
        .filter(sees.filter_by_site((campaign_site::Entity, campaign_site::Column::SiteId)))
        .into_tuple()
        .all(db)
        .await?;
    let mut scope = Scope {
        sites: sites.into_iter().collect(),
        equipment_type: found.equipment_type_id,
        line: found.line_id,
        chosen: named.scope.chosen,
    };
    choose(db, sees, &mut scope, &named.codes).await?;
    Ok(scope)
}

/// Checks the machines that were chosen, and looks codes up: in the sites that were named.
async fn choose<C: ConnectionTrait>(db: &C, sees: &Sees, scope: &mut Scope, codes: &[String]) -> Result<()> {
    use equipment::Column as E;
    if !scope.chosen.is_empty() {
        let there = equipment::Entity::find()
            .filter(within(sees))
            .filter(E::Id.is_in(scope.chosen.iter().copied()))
            .count(db)
            .await?;
        if there != scope.chosen.len() as u64 {
            return Err(Error::field("equipment_ids", FieldCode::NotFound));
        }
    }
    if codes.is_empty() {
        return Ok(());
    }
    let found: Vec<(EquipmentId, String)> = equipment::Entity::find()
        .select_only()
        .columns([E::Id, E::Code])
        .filter(within(sees))
        .filter(E::SiteId.is_in(scope.sites.iter().copied()))
        .filter(E::Code.is_in(codes.iter().map(String::as_str)))
        .into_tuple()
        .all(db)
        .await?;
    if let Some(unknown) = codes.iter().find(|code| !found.iter().any(|(_, known)| known == *code)) {
        return Err(Error::field("codes", FieldCode::NoSuchMachine { name: unknown.clone() }));
    }
    scope.chosen.extend(found.into_iter().map(|(id, _)| id));
    Ok(())
}

/// The machines that a campaign is about, in service or not.
fn about(sees: &Sees, scope: &Scope) -> Condition {
    use equipment::Column as E;
    let mut any = Condition::any().add(E::Id.is_in(scope.chosen.iter().copied()));
    if let Some(kind) = scope.equipment_type {
        let of_type =
            Condition::all().add(E::TypeId.eq(kind)).add(E::SiteId.is_in(scope.sites.iter().copied()));
        any = any.add(match scope.line {
            Some(line) => of_type.add(E::LineId.eq(line)),
            None => of_type,
        });
    }
    Condition::all().add(within(sees)).add(any)
}

/// The machines of a campaign.
fn machines_of(id: CampaignId) -> SelectStatement {
    campaign_machine::Entity::find()
        .select_only()
        .column(campaign_machine::Column::EquipmentId)
        .filter(campaign_machine::Column::CampaignId.eq(id))
        .into_query()
}

async fn would_add<C: ConnectionTrait>(
    db: &C,
    sees: &Sees,
    scope: &Scope,
    id: Option<CampaignId>,
) -> Result<CampaignPreview> {
    use equipment::Column as E;
    let whole = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let all = equipment::Entity::find().filter(about(sees, scope));
    let new = match id {
        Some(id) => all.clone().filter(E::Id.not_in_subquery(machines_of(id))),
        None => all.clone(),
    };
    let already = match id {
        Some(id) => all.filter(E::Id.in_subquery(machines_of(id))).count(db).await?,
        None => 0,
    };
    let retired = new.clone().filter(E::RetiredAt.is_not_null()).count(db).await?;
    let joining = new.filter(E::RetiredAt.is_null());
    let machines = joining.clone().count(db).await?;
    let first = joining.order_by_asc(E::CodeKey).order_by_asc(E::Id).limit(FIRST).all(db).await?;
    let first = first.into_iter().map(|e| EquipmentRef { id: e.id, code: e.code, name: e.name }).collect();
    Ok(CampaignPreview { machines: whole(machines), first, retired: whole(retired), already: whole(already) })
}

/// The machines that join, locked in the order of their ids. Two statements.
///
/// # Errors
/// [`Refusal::CampaignTooLarge`].
pub(super) async fn joining_machines(
    w: &Writer,
    scope: &Scope,
    id: Option<CampaignId>,
) -> Result<Vec<equipment::Model>> {
    use equipment::Column as E;
    let mut select = equipment::Entity::find().filter(about(&w.scope, scope)).filter(E::RetiredAt.is_null());
    let mut already = BTreeSet::new();
    if let Some(id) = id {
        let column = campaign_machine::Column::EquipmentId;
        let of_it = campaign_machine::Entity::find().filter(campaign_machine::Column::CampaignId.eq(id));
        already = of_it.select_only().column(column).into_tuple().all(w.tx()).await?.into_iter().collect();
        select = select.filter(E::Id.not_in_subquery(machines_of(id)));
    }
    // Always in the same order: two of these at once wait for each other, they do not block each other.
    let found =
        select.order_by_asc(E::Id).limit(MOST_MACHINES as u64 + 1).lock_exclusive().all(w.tx()).await?;
    if found.len() > MOST_MACHINES {
        return Err(Refusal::CampaignTooLarge { max: MOST_MACHINES as u32 }.into());
    }
    let candidates: Vec<Candidate> = found.iter().map(candidate).collect();
    let joins = joining(scope, &candidates, &already);
    Ok(found.into_iter().filter(|machine| joins.contains(&machine.id)).collect())
}

fn candidate(e: &equipment::Model) -> Candidate {
    Candidate {
        id: e.id,
        site: e.site_id,
        equipment_type: e.type_id,
        line: e.line_id,
        retired: e.retired_at.is_some(),
    }
}

/// The sites that a campaign has, with what the caller may not see left in.
pub(super) async fn sites_of<C: ConnectionTrait>(
    db: &C,
    id: CampaignId,
) -> Result<BTreeMap<SiteId, site::Model>> {
    let rows = campaign_site::Entity::find()
        .find_also_related(site::Entity)
        .filter(campaign_site::Column::CampaignId.eq(id))
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(_, site)| site.map(|site| (site.id, site))).collect())
}

/// Only who sees all sites of a campaign ends it.
///
/// # Errors
/// [`Refusal::CampaignElsewhere`].
pub(super) async fn sees_whole(w: &Writer, id: CampaignId) -> Result<BTreeSet<SiteId>> {
    let sites: BTreeSet<SiteId> = sites_of(w.tx(), id).await?.into_keys().collect();
    match sites.iter().all(|site| w.scope.sites.contains(*site)) {
        true => Ok(sites),
        false => Err(Refusal::CampaignElsewhere.into()),
    }
}

/// # Errors
/// [`Error::NotFound`], also for a campaign of other sites; it is locked until the end of the transaction.
pub(super) async fn hold(w: &Writer, id: CampaignId) -> Result<campaign::Model> {
    w.hold::<campaign::Entity>(id).await?;
    super::read::find(w.tx(), &w.scope, id).await
}
