//! Writing the demonstration plant: rows in the order in which they refer to each other.

use super::{
    BATCH,
    history::{self, Work},
    people::PEOPLE,
    plant::Plant,
    rows::{self, Places},
    work,
};
use crate::{access::Writer, intervention};
use domain::{
    EquipmentId, EquipmentTypeId, InterventionId, LineId, Result, SiteId, Timestamp, UserId, key::code_key,
    text,
};
use entity::{
    equipment as machine, equipment_type, intervention as work_order, production_line, site, user, user_site,
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    EntityTrait, QuerySelect,
};
use std::collections::{BTreeMap, HashMap};

/// Ids of what stands above the equipment, in the plant's order.
pub(super) struct Ids {
    pub sites: Vec<SiteId>,
    pub lines: Vec<LineId>,
    pub types: Vec<EquipmentTypeId>,
}

pub(super) async fn people(w: &Writer, hash: &str, at: Timestamp) -> Result<Vec<UserId>> {
    let rows = PEOPLE.iter().map(|person| person.row(hash, at));
    let saved = user::Entity::insert_many(rows).exec_with_returning(w.tx()).await?;
    let ids: HashMap<String, UserId> = saved.into_iter().map(|u| (u.username, u.id)).collect();
    Ok(PEOPLE.iter().map(|person| ids[&person.username()]).collect())
}

pub(super) async fn places(w: &Writer, plant: &Plant, people: &[UserId], at: Timestamp) -> Result<Ids> {
    let by = people.first().copied();
    let sites = plant.sites.iter().map(|s| site_row(&s.code, &s.name, &s.location, &s.description, at, by));
    let saved = site::Entity::insert_many(sites).exec_with_returning(w.tx()).await?;
    let sites: HashMap<String, SiteId> = saved.into_iter().map(|s| (s.code, s.id)).collect();
    let lines =
        plant.lines.iter().map(|l| line_row(sites[&l.site], &l.code, &l.name, &l.description, at, by));
    let saved = production_line::Entity::insert_many(lines).exec_with_returning(w.tx()).await?;
    let lines: HashMap<_, LineId> = saved.into_iter().map(|l| ((l.site_id, l.code), l.id)).collect();
    Ok(Ids {
        types: types(w, plant, at, by).await?,
        lines: plant.lines.iter().map(|l| lines[&(sites[&l.site], l.code.clone())]).collect(),
        sites: plant.sites.iter().map(|s| sites[&s.code]).collect(),
    })
}

pub(super) fn site_row(
    code: &str,
    name: &str,
    location: &str,
    description: &str,
    at: Timestamp,
    by: Option<UserId>,
) -> site::ActiveModel {
    site::ActiveModel {
        id: NotSet,
        code: Set(code.to_owned()),
        code_key: Set(code_key(code)),
        name: Set(name.to_owned()),
        location: Set(Some(location.to_owned())),
        description: Set(Some(description.to_owned())),
        timezone: Set("Europe/Paris".to_owned()),
        currency: Set("EUR".to_owned()),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        created_by: Set(by),
    }
}

pub(super) fn line_row(
    site: SiteId,
    code: &str,
    name: &str,
    description: &str,
    at: Timestamp,
    by: Option<UserId>,
) -> production_line::ActiveModel {
    production_line::ActiveModel {
        id: NotSet,
        site_id: Set(site),
        code: Set(code.to_owned()),
        code_key: Set(code_key(code)),
        name: Set(name.to_owned()),
        description: Set(Some(description.to_owned())),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        created_by: Set(by),
    }
}

pub(super) async fn types(
    w: &Writer,
    plant: &Plant,
    at: Timestamp,
    by: Option<UserId>,
) -> Result<Vec<EquipmentTypeId>> {
    let rows = plant.types.iter().map(|t| equipment_type::ActiveModel {
        name: Set(t.name.clone()),
        name_folded: Set(text::fold(&t.name)),
        description: Set(Some(t.description.clone())),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        created_by: Set(by),
        ..Default::default()
    });
    let saved = equipment_type::Entity::insert_many(rows).exec_with_returning(w.tx()).await?;
    let ids: HashMap<String, EquipmentTypeId> = saved.into_iter().map(|t| (t.name, t.id)).collect();
    Ok(plant.types.iter().map(|t| ids[&t.name]).collect())
}

pub(super) async fn user_sites(w: &Writer, plant: &Plant, people: &[UserId], sites: &[SiteId]) -> Result<()> {
    let mut rows = vec![];
    for (person, id) in PEOPLE.iter().zip(people) {
        for (site, site_id) in plant.sites.iter().zip(sites) {
            if person.sites.contains(&site.code.as_str()) {
                rows.push(user_site::ActiveModel { id: NotSet, user_id: Set(*id), site_id: Set(*site_id) });
            }
        }
    }
    user_site::Entity::insert_many(rows).exec_without_returning(w.tx()).await?;
    Ok(())
}

/// Machines first, then their components.
pub(super) async fn equipment(
    w: &Writer,
    plant: &Plant,
    history: &[Work],
    ids: &Ids,
    people: &[UserId],
    now: Timestamp,
) -> Result<Vec<EquipmentId>> {
    let begin = now.plus_seconds(-history::DAYS * 86_400);
    let since = |place: usize| {
        let of_it = history.iter().rev().filter(|work| work.item == place);
        // In service since the last repair; out of it since the work order that says why.
        let times: Vec<Timestamp> = match plant.items[place].trouble {
            Some(ref trouble) => {
                of_it.filter(|w| w.job.title == trouble.title).map(|w| w.reported).take(1).collect()
            }
            None => of_it.filter_map(|w| w.ended).take(1).collect(),
        };
        times.into_iter().max().unwrap_or(begin)
    };
    let mut saved: BTreeMap<usize, EquipmentId> = BTreeMap::new();
    for components in [false, true] {
        let places: Vec<usize> =
            (0..plant.items.len()).filter(|p| plant.items[*p].parent.is_some() == components).collect();
        let rows = places.iter().map(|place| {
            let item = &plant.items[*place];
            let at = Places {
                site: ids.sites[item.site],
                line: item.line.map(|line| ids.lines[line]),
                kind: ids.types[item.kind],
                parent: item.parent.map(|parent| saved[&parent]),
            };
            rows::equipment_row(item, at, since(*place), now, people[0])
        });
        let rows: Vec<_> = rows.collect();
        let inserted = machine::Entity::insert_many(rows).exec_with_returning(w.tx()).await?;
        let by_code: HashMap<_, _> = inserted.into_iter().map(|e| ((e.site_id, e.code), e.id)).collect();
        for place in places {
            let item = &plant.items[place];
            saved.insert(place, by_code[&(ids.sites[item.site], item.code.clone())]);
        }
    }
    Ok(saved.into_values().collect())
}

/// Numbers the work orders of each site and year in the order in which they were reported.
pub(super) async fn work_orders(
    w: &Writer,
    plant: &Plant,
    history: &[Work],
    sites: &[SiteId],
    equipment: &[EquipmentId],
    people: &[UserId],
) -> Result<Vec<InterventionId>> {
    let mut numbers: BTreeMap<(usize, i16), i64> = BTreeMap::new();
    for work in history {
        *numbers.entry((plant.items[work.item].site, work.year)).or_default() += 1;
    }
    for ((site, year), count) in &mut numbers {
        *count = intervention::next_numbers(w, sites[*site], *year, *count).await?;
    }
    let machines: Vec<String> = plant.items.iter().map(rows::machine_text).collect();
    let (mut rows, mut codes) = (vec![], vec![]);
    for of_it in history {
        let site = plant.items[of_it.item].site;
        let Some(number) = numbers.get_mut(&(site, of_it.year)) else { continue };
        let (requested_by, created_by) = (people[of_it.requested_by], people[of_it.created_by]);
        let mut row = rows::work_row(
            of_it,
            *number,
            sites[site],
            (equipment[of_it.item], &machines[of_it.item]),
            Some(requested_by),
            Some(created_by),
        );
        work::tell(&mut row, of_it, &work::story(plant, of_it), people, w.now);
        codes.push((sites[site], intervention::code(of_it.year, *number)));
        rows.push(row);
        *number += 1;
    }
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(BATCH));
        work_order::Entity::insert_many(rows).exec_without_returning(w.tx()).await?;
        rows = rest;
    }
    crate::equipment::refresh_interventions_count(w, equipment).await?;
    let saved: HashMap<(SiteId, String), InterventionId> = work_order::Entity::find()
        .select_only()
        .columns([work_order::Column::SiteId, work_order::Column::Code, work_order::Column::Id])
        .into_tuple::<(SiteId, String, InterventionId)>()
        .all(w.tx())
        .await?
        .into_iter()
        .map(|(site, code, id)| ((site, code), id))
        .collect();
    Ok(codes.iter().filter_map(|key| saved.get(key).copied()).collect())
}
