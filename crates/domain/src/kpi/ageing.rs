//! Whether the failures of one machine come faster as it ages.

use super::{Absent, Reason, Row, Scope};
use crate::{
    reliability::{CrowAmsaa, NoFit, Record, Stop, crow_amsaa},
    text_enum,
};

text_enum! {
    /// Where age is counted from.
    pub enum AgeFrom {
        InService = "in_service",
        /// Since the start of the record: the machine's in-service date is not known.
        RecordStart = "record_start",
    }
}

/// A Crow-AMSAA fit of one machine, with the failures that went in. Ages are in seconds.
#[derive(Clone, Debug, PartialEq)]
pub struct Ageing {
    pub age_from: AgeFrom,
    /// The ages between which the machine was watched. A window ends at a time.
    pub record: Record,
    pub fit: Result<CrowAmsaa, NoFit>,
    pub evidence: Vec<Row>,
}

impl Scope<'_> {
    /// The trend of the failures of the scope's one machine, its components that stop it included.
    ///
    /// # Errors
    /// [`Absent::EmptyWindow`] when nothing of the window is left, [`Absent::BadInput`] unless the scope has one machine:
    /// machines of different ages have no common one.
    pub fn ageing(&self, level: f64) -> Result<Ageing, Absent> {
        let [part] = self.parts.as_slice() else { return Err(Absent::BadInput) };
        let window = part.window.ok_or(Absent::EmptyWindow)?;
        let (origin, age_from) = match part.item.in_service {
            Some(at) => (at, AgeFrom::InService),
            None => (window.start, AgeFrom::RecordStart),
        };
        let start = window.start.seconds_since(origin) as f64;
        let mut ages = vec![];
        let evidence = self.started().changed(|row, place| {
            let age = self.book.plant.failures[place].started.seconds_since(origin) as f64;
            if age > start {
                ages.push(age);
            } else {
                row.excluded = Some(Reason::AtStart);
            }
        });
        let end = window.end.seconds_since(origin) as f64;
        let record = Record { ages, start, end, stop: Stop::AtTime };
        let fit = crow_amsaa(&record, level);
        Ok(Ageing { age_from, record, fit, evidence })
    }
}
