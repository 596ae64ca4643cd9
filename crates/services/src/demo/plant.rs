//! The demonstration plant as its two files tell it: sites, lines, types, machines and their components.

use super::rng::Rng;
use domain::{
    equipment::{Criticality, EquipmentState, Specification},
    intervention::InterventionKind,
};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Everything is drawn from this number.
pub(super) const SEED: u64 = 0x5649_4749_4531;

#[derive(Deserialize)]
pub(super) struct Site {
    pub code: String,
    pub name: String,
    pub location: String,
    pub description: String,
}

#[derive(Deserialize)]
pub(super) struct Line {
    pub site: String,
    pub code: String,
    pub name: String,
    pub description: String,
}

#[derive(Deserialize)]
pub(super) struct Type {
    pub key: String,
    pub name: String,
    pub description: String,
}

/// A model of machine, or of component when it has a suffix and a name.
#[derive(Deserialize)]
pub(super) struct Model {
    #[serde(rename = "type")]
    pub family: String,
    #[serde(default)]
    suffix: String,
    #[serde(default)]
    name: String,
    pub maker: String,
    pub model: String,
    /// Thousands of euros.
    value: i64,
    /// Expected lifespan.
    pub years: i32,
    /// `key|value|unit`.
    specs: Vec<String>,
}

#[derive(Deserialize)]
struct Catalogue {
    sites: Vec<Site>,
    lines: Vec<Line>,
    types: Vec<Type>,
    models: BTreeMap<String, Model>,
    components: BTreeMap<String, Model>,
}

#[derive(Deserialize)]
struct Group {
    site: String,
    line: Option<String>,
    list: Vec<Machine>,
}

#[derive(Deserialize)]
struct Machine {
    code: String,
    name: String,
    model: String,
    crit: char,
    /// Months in service.
    age: i64,
    serial: Option<String>,
    rate: Option<f64>,
    #[serde(default)]
    parts: Vec<String>,
    state: Option<EquipmentState>,
    hours: Option<i64>,
    kind: Option<InterventionKind>,
    title: Option<String>,
    reason: Option<String>,
    seen: Option<String>,
}

/// The work order that explains why a machine is not in service.
#[derive(Clone)]
pub(super) struct Trouble {
    pub hours: i64,
    pub kind: InterventionKind,
    pub title: String,
    pub reason: String,
    pub seen: String,
}

/// One equipment. Places are indices into the plant's lists.
pub(super) struct Item {
    pub site: usize,
    pub line: Option<usize>,
    pub kind: usize,
    pub parent: Option<usize>,
    pub family: String,
    pub code: String,
    pub name: String,
    pub maker: String,
    pub model: String,
    pub serial: String,
    pub criticality: Criticality,
    pub state: EquipmentState,
    pub trouble: Option<Trouble>,
    /// Months in service.
    pub age: i64,
    pub value_minor: i64,
    pub years: i32,
    pub specs: Vec<Specification>,
    /// Multiplies the failures of its family.
    pub rate: f64,
}

/// The whole plant. Parents stand before their components.
pub(super) struct Plant {
    pub sites: Vec<Site>,
    pub lines: Vec<Line>,
    pub types: Vec<Type>,
    pub items: Vec<Item>,
    /// The machines' models, for data that needs many machines.
    pub models: Vec<Model>,
}

impl Plant {
    /// # Panics
    /// Never in a program that passed its tests: the files are part of it.
    pub fn read() -> Self {
        let catalogue: Catalogue =
            toml::from_str(include_str!("plant.toml")).expect("plant.toml is part of the program");
        let mut groups: BTreeMap<String, Vec<Group>> =
            toml::from_str(include_str!("machines.toml")).expect("machines.toml is part of the program");
        let mut plant = Self {
            sites: catalogue.sites,
            lines: catalogue.lines,
            types: catalogue.types,
            items: vec![],
            models: vec![],
        };
        let mut serials = BTreeSet::new();
        for group in groups.remove("machines").unwrap_or_default() {
            let site = place(&plant.sites, |s| s.code == group.site);
            let line = group.line.map(|line| place(&plant.lines, |l| l.site == group.site && l.code == line));
            for machine in group.list {
                let model = &catalogue.models[&machine.model];
                let parent = plant.items.len();
                let item = plant.machine(&machine, model, site, line, &mut serials);
                plant.items.push(item);
                for part in &machine.parts {
                    let item = plant.component(parent, &catalogue.components[part], &mut serials);
                    plant.items.push(item);
                }
            }
        }
        plant.models = catalogue.models.into_values().collect();
        plant
    }

    /// Place of a family in the list of types.
    pub fn kind(&self, family: &str) -> usize {
        place(&self.types, |t| t.key == family)
    }

    fn machine(
        &self,
        machine: &Machine,
        model: &Model,
        site: usize,
        line: Option<usize>,
        serials: &mut BTreeSet<String>,
    ) -> Item {
        let mut rng = Rng::of(SEED, &machine.code);
        let reason = machine.reason.clone();
        Item {
            site,
            line,
            kind: self.kind(&model.family),
            parent: None,
            family: model.family.clone(),
            code: machine.code.clone(),
            name: machine.name.clone(),
            maker: model.maker.clone(),
            model: model.model.clone(),
            serial: machine.serial.clone().unwrap_or_else(|| serial(&mut rng, model, serials)),
            criticality: criticality(machine.crit),
            state: machine.state.unwrap_or(EquipmentState::Active),
            trouble: reason.map(|reason| Trouble {
                hours: machine.hours.unwrap_or(24),
                kind: machine.kind.unwrap_or(InterventionKind::Corrective),
                title: machine.title.clone().unwrap_or_else(|| reason.clone()),
                seen: machine.seen.clone().unwrap_or_default(),
                reason,
            }),
            age: machine.age,
            value_minor: model.value_minor(),
            years: model.years,
            specs: model.specifications(),
            rate: machine.rate.unwrap_or(1.0),
        }
    }

    /// A component shares its machine's place; some have been replaced since.
    fn component(&self, parent: usize, model: &Model, serials: &mut BTreeSet<String>) -> Item {
        let machine = &self.items[parent];
        let code = format!("{}-{}", machine.code, model.suffix);
        let mut rng = Rng::of(SEED, &code);
        let worn_out = machine.age > i64::from(model.years) * 12;
        let age = if worn_out || rng.chance(0.3) {
            rng.between(4, machine.age.min(i64::from(model.years) * 9))
        } else {
            machine.age
        };
        Item {
            site: machine.site,
            line: machine.line,
            kind: self.kind(&model.family),
            parent: Some(parent),
            family: model.family.clone(),
            code,
            name: model.name.clone(),
            maker: model.maker.clone(),
            model: model.model.clone(),
            serial: serial(&mut rng, model, serials),
            criticality: match machine.criticality {
                Criticality::Critical => Criticality::High,
                Criticality::High => Criticality::Medium,
                Criticality::Medium | Criticality::Low => Criticality::Low,
            },
            state: EquipmentState::Active,
            trouble: None,
            age,
            value_minor: model.value_minor(),
            years: model.years,
            specs: model.specifications(),
            rate: machine.rate.min(1.8),
        }
    }
}

impl Model {
    pub fn value_minor(&self) -> i64 {
        self.value * 100_000
    }

    pub fn specifications(&self) -> Vec<Specification> {
        let spec = |text: &String| {
            let mut parts = text.split('|').map(str::to_owned);
            let (key, value) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            Specification { key, value, unit: parts.next().filter(|unit| !unit.is_empty()) }
        };
        self.specs.iter().map(spec).collect()
    }
}

fn place<T>(list: &[T], is_it: impl Fn(&T) -> bool) -> usize {
    list.iter().position(is_it).expect("the files of the plant name what they define")
}

fn criticality(letter: char) -> Criticality {
    Criticality::ALL.iter().copied().find(|c| c.letter().starts_with(letter)).unwrap_or(Criticality::Medium)
}

/// `HF250-4417`: the maker's letters would say nothing more.
fn serial(rng: &mut Rng, model: &Model, taken: &mut BTreeSet<String>) -> String {
    let series: String = model.model.chars().filter(char::is_ascii_alphanumeric).take(6).collect();
    loop {
        let serial = format!("{series}-{:05}", rng.between(112, 99_480));
        if taken.insert(serial.clone()) {
            return serial;
        }
    }
}
