//! Use cases of equipment.

mod bulk;
mod check;
mod code;
mod facets;
mod facts;
mod labels;
mod read;
mod row;
mod site_change;
mod state;
mod tree;
mod undo;
mod write;

pub(crate) use facts::follow as follow_facts;
pub(crate) use read::within;
pub(crate) use undo::{bring_back, take_back};
pub(crate) use write::{refresh_interventions_count, searched, values};

use crate::Services;

/// Equipment: list, read, create, change, retire, delete.
pub struct EquipmentService<'a>(pub(crate) &'a Services);
