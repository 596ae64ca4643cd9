//! Data for the benchmark: as many machines and work orders as a large company has, with the demonstration's
//! models and texts.

use super::{
    BATCH, DemoService, Loaded,
    history::Work,
    insert::{self, Ids},
    people::PEOPLE,
    plant::{Item, Model, Plant, SEED},
    rng::Rng,
    rows::{self, Places},
    texts::Texts,
};
use crate::{access::Writer, equipment::refresh_interventions_count, intervention};
use domain::{
    Caller, EquipmentId, LineId, Permission, Result, SiteId, Timestamp, UserId,
    equipment::{Criticality, EquipmentState},
    intervention::InterventionStatus as Status,
};
use entity::{equipment, intervention as work_order, production_line, site};
use sea_orm::{ActiveModelTrait, EntityTrait};
use std::collections::{BTreeMap, HashMap};

/// How far back the work orders go.
const YEARS: i64 = 4;
/// Work orders of one transaction.
const CHUNK: usize = 50_000;
const LINES: usize = 8;

/// How much to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BenchSize {
    /// 1,000 equipments, 50,000 interventions, 2 sites.
    S,
    /// 20,000 equipments, 1,000,000 interventions, 10 sites.
    M,
}

impl BenchSize {
    const fn counts(self) -> (usize, usize, usize) {
        match self {
            Self::S => (2, 1_000, 50_000),
            Self::M => (10, 20_000, 1_000_000),
        }
    }
}

impl std::str::FromStr for BenchSize {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "S" | "s" => Ok(Self::S),
            "M" | "m" => Ok(Self::M),
            _ => Err(format!("'{text}' is not a size: S or M")),
        }
    }
}

impl DemoService<'_> {
    /// Fills an empty database for the benchmark, with the demonstration's admin as its one account; `None`
    /// when anybody has an account already. `progress` hears the work orders written and their total.
    ///
    /// # Errors
    /// [`domain::Error::Unavailable`] or [`domain::Error::Internal`] of the database; what was committed
    /// until then stays.
    pub async fn bench(&self, size: BenchSize, progress: impl Fn(usize, usize)) -> Result<Option<Loaded>> {
        let Some((w, hash)) = self.begin("bench-data").await? else { return Ok(None) };
        let (sites, machines, total) = size.counts();
        let (plant, texts) = (Plant::read(), Texts::read());
        let now = w.now;
        let start = now.plus_seconds(-YEARS * 365 * 86_400);
        let admin = PEOPLE[0].row(&hash, start).insert(w.tx()).await?.id;
        let ids = places(&w, &plant, sites, start, admin).await?;
        let items = items(&plant, sites, machines);
        let equipment = insert_equipment(&w, &items, &ids, now, admin).await?;
        w.commit().await?;

        let mut made =
            Maker { texts: &texts, items: &items, start, now, total, next: 0, rng: Rng::of(SEED, "bench") };
        let texts_of: Vec<String> = items.iter().map(rows::machine_text).collect();
        let mut numbers: BTreeMap<(usize, i16), i64> = BTreeMap::new();
        let by = Caller::system("bench-data", &[Permission::SettingsManage]);
        while made.next < total {
            let w = self.0.write(&by, Permission::SettingsManage).await?;
            let until = total.min(made.next + CHUNK);
            while made.next < until {
                let mut rows = Vec::with_capacity(BATCH);
                while rows.len() < BATCH && made.next < until {
                    let Some(work) = made.work() else { continue };
                    let site = items[work.item].site;
                    let number = numbers.entry((site, work.year)).or_default();
                    *number += 1;
                    let (site, machine) =
                        (ids.sites[site], (equipment[work.item], texts_of[work.item].as_str()));
                    rows.push(rows::work_row(&work, *number, site, machine, Some(admin), Some(admin)));
                }
                work_order::Entity::insert_many(rows).exec_without_returning(w.tx()).await?;
                progress(made.next, total);
            }
            w.commit().await?;
        }
        let w = self.0.write(&by, Permission::SettingsManage).await?;
        for ((site, year), count) in numbers {
            intervention::next_numbers(&w, ids.sites[site], year, count).await?;
        }
        for some in equipment.chunks(5_000) {
            refresh_interventions_count(&w, some).await?;
        }
        w.commit().await?;
        Ok(Some(Loaded { equipment: equipment.len(), interventions: total }))
    }
}

async fn places(w: &Writer, plant: &Plant, sites: usize, at: Timestamp, by: UserId) -> Result<Ids> {
    let rows = (1..=sites).map(|n| {
        insert::site_row(&format!("S{n:02}"), &format!("Site {n}"), "France", "Banc de mesure", at, Some(by))
    });
    let saved = site::Entity::insert_many(rows).exec_with_returning(w.tx()).await?;
    let mut sites: Vec<(String, SiteId)> = saved.into_iter().map(|s| (s.code, s.id)).collect();
    sites.sort();
    let sites: Vec<SiteId> = sites.into_iter().map(|(_, id)| id).collect();
    let lines = sites.iter().flat_map(|site| {
        (1..=LINES).map(|n| {
            insert::line_row(*site, &format!("L{n}"), &format!("Ligne {n}"), "Banc de mesure", at, Some(by))
        })
    });
    let saved = production_line::Entity::insert_many(lines).exec_with_returning(w.tx()).await?;
    let mut lines: Vec<(SiteId, String, LineId)> =
        saved.into_iter().map(|l| (l.site_id, l.code, l.id)).collect();
    lines.sort();
    Ok(Ids {
        sites,
        lines: lines.into_iter().map(|(_, _, id)| id).collect(),
        types: insert::types(w, plant, at, Some(by)).await?,
    })
}

/// Machines, every fifth one a component of the one before it.
fn items(plant: &Plant, sites: usize, count: usize) -> Vec<Item> {
    let mut rng = Rng::of(SEED, "bench machines");
    let mut items: Vec<Item> = Vec::with_capacity(count);
    for n in 0..count {
        let Model { family, maker, model, years, .. } = &plant.models[rng.index(plant.models.len())];
        let parent = (n % 5 == 4).then(|| n - 1);
        let site = parent.map_or_else(|| rng.index(sites), |p| items[p].site);
        let kind = plant.kind(family);
        let prefix = family.get(..2).unwrap_or("eq").to_uppercase();
        let source = &plant.models[n % plant.models.len()];
        items.push(Item {
            site,
            line: (rng.chance(0.9)).then(|| site * LINES + rng.index(LINES)),
            kind,
            parent,
            family: family.clone(),
            code: format!("{prefix}-{n:05}"),
            name: format!("{} {model}", plant.types[kind].name),
            maker: maker.clone(),
            model: model.clone(),
            serial: format!("BM-{n:06}"),
            criticality: *rng.pick(&CRITICALITIES).unwrap_or(&Criticality::Medium),
            state: state(rng.unit()),
            trouble: None,
            age: rng.between(2, 240),
            value_minor: source.value_minor(),
            years: *years,
            specs: source.specifications(),
            rate: 1.0,
        });
    }
    items
}

const CRITICALITIES: [Criticality; 10] = [
    Criticality::Critical,
    Criticality::High,
    Criticality::High,
    Criticality::High,
    Criticality::Medium,
    Criticality::Medium,
    Criticality::Medium,
    Criticality::Medium,
    Criticality::Low,
    Criticality::Low,
];

fn state(chance: f64) -> EquipmentState {
    match (chance * 100.0) as u32 {
        0..=1 => EquipmentState::Broken,
        2..=5 => EquipmentState::Degraded,
        6..=8 => EquipmentState::Maintenance,
        9..=11 => EquipmentState::Inactive,
        _ => EquipmentState::Active,
    }
}

async fn insert_equipment(
    w: &Writer,
    items: &[Item],
    ids: &Ids,
    now: Timestamp,
    by: UserId,
) -> Result<Vec<EquipmentId>> {
    let mut saved: HashMap<String, EquipmentId> = HashMap::with_capacity(items.len());
    for components in [false, true] {
        let chosen: Vec<&Item> = items.iter().filter(|i| i.parent.is_some() == components).collect();
        for some in chosen.chunks(BATCH) {
            let rows: Vec<_> = some
                .iter()
                .map(|item| {
                    let at = Places {
                        site: ids.sites[item.site],
                        line: item.line.map(|line| ids.lines[line]),
                        kind: ids.types[item.kind],
                        parent: item.parent.map(|parent| saved[&items[parent].code]),
                    };
                    let since = now.plus_seconds(-item.age * 3_600);
                    rows::equipment_row(item, at, since, now, by)
                })
                .collect();
            let inserted = equipment::Entity::insert_many(rows).exec_with_returning(w.tx()).await?;
            saved.extend(inserted.into_iter().map(|e| (e.code, e.id)));
        }
    }
    Ok(items.iter().map(|item| saved[&item.code]).collect())
}

/// Makes work orders one after the other, in the order of time.
struct Maker<'a> {
    texts: &'a Texts,
    items: &'a [Item],
    start: Timestamp,
    now: Timestamp,
    total: usize,
    next: usize,
    rng: Rng,
}

impl Maker<'_> {
    fn work(&mut self) -> Option<Work> {
        let rng = &mut self.rng;
        // A few machines have much of the history, as everywhere.
        let share = rng.unit();
        let item = ((share * share * self.items.len() as f64) as usize).min(self.items.len() - 1);
        let job = self.texts.any(rng, self.texts.family(&self.items[item].family))?;
        let span = self.now.seconds_since(self.start);
        let reported = self.start.plus_seconds(span * self.next as i64 / self.total as i64);
        let started = reported.plus_seconds(rng.between(10, 4_000) * 60);
        let ended = started.plus_seconds(job.minutes * 60);
        let status = match (ended <= self.now, started <= self.now) {
            (true, _) if self.now.seconds_since(ended) < 7 * 86_400 => Status::Completed,
            (true, _) => Status::Closed,
            (false, true) => Status::InProgress,
            (false, false) => Status::Assigned,
        };
        self.next += 1;
        Some(Work {
            item,
            job,
            status,
            reported,
            year: reported.to_zoned(jiff::tz::TimeZone::UTC).year(),
            started: (started <= self.now).then_some(started),
            ended: (ended <= self.now).then_some(ended),
            planned: None,
            requested_by: 0,
            created_by: 0,
        })
    }
}
