//! Use cases of equipment.

mod check;
mod code;
mod labels;
mod read;
mod row;
mod state;
mod tree;
mod write;

pub(crate) use read::within;
pub(crate) use write::{refresh_interventions_count, values};

use crate::Services;

/// Equipment: list, read, create, change, retire, delete.
pub struct EquipmentService<'a>(pub(crate) &'a Services);
