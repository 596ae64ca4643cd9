//! What the demonstration's failures were: codes by the words of their titles, as somebody would have chosen them.

use super::{plant::SEED, rng::Rng};
use crate::access::Writer;
use domain::{FailureCodeId, Result, failure_code::CodeKind, text};
use entity::{failure, failure_code};
use sea_orm::{ActiveValue::Set, EntityTrait};
use std::collections::BTreeMap;

/// A word of a folded title; mode, mechanism and cause. What is not said is not known yet.
const WORDS: &[(&str, &str, &str, &str)] = &[
    ("barriere", "SEC", "DES", "MAN"),
    ("brule", "QUA", "USU", "ENT"),
    ("bruleur", "SEC", "CTC", "AMB"),
    ("bourr", "ARR", "COL", "MAN"),
    ("bouch", "QUA", "COL", "ENT"),
    ("fuite", "FUI", "ETA", "AGE"),
    ("joint", "FUI", "ETA", "AGE"),
    ("bruit", "BRU", "USU", "LUB"),
    ("bruyant", "BRU", "USU", "LUB"),
    ("frein", "CMD", "USU", "AGE"),
    ("usee", "QUA", "USU", "AGE"),
    ("use", "QUA", "USU", "AGE"),
    ("grippee", "ARR", "GRI", "LUB"),
    ("bloque", "ARR", "GRI", ""),
    ("chaud", "CHA", "COL", "ENT"),
    ("temperature", "CHA", "COL", "ENT"),
    ("codeur", "ARR", "CTC", "AMB"),
    ("communication", "ARR", "CTC", "AGE"),
    ("ecran", "MES", "CTC", "AGE"),
    ("sans mesure", "MES", "CTC", "MON"),
    ("resistance", "CAD", "ISO", "AGE"),
    ("collision", "SEC", "DEF", "MAN"),
    ("choc", "VIB", "DEF", "MAN"),
    ("casse", "SEC", "RUP", "MAN"),
    ("abime", "SEC", "RUP", "AGE"),
    ("arrache", "VIB", "RUP", "MAN"),
    ("tolerance", "QUA", "PRG", "ENT"),
    ("desequilibree", "VIB", "DES", "MON"),
    ("detendue", "ARR", "DES", "ENT"),
    ("deporte", "VIB", "DES", "ENT"),
    ("jeu", "QUA", "USU", "AGE"),
    ("regle", "QUA", "PRG", "MON"),
    ("batterie", "CAD", "USU", "AGE"),
    ("pression", "PRS", "COL", "ENT"),
    ("lent", "CAD", "ETA", "AGE"),
    ("niveau", "MES", "COL", ""),
    ("defaut", "ARR", "CTC", ""),
];

/// The codes that every plant starts with, by their kind and code.
pub(super) struct Codes(BTreeMap<(CodeKind, String), FailureCodeId>);

impl Codes {
    pub async fn read(w: &Writer) -> Result<Self> {
        let rows = failure_code::Entity::find().all(w.tx()).await?;
        Ok(Self(rows.into_iter().map(|code| ((code.kind, code.code), code.id)).collect()))
    }

    /// Gives a failure of that title its codes. Of those that are put right, one in seven was never diagnosed, and of every
    /// third nobody knows why; of one that goes on only what is seen is known.
    pub fn give(&self, row: &mut failure::ActiveModel, title: &str, key: &str, ended: bool) {
        let mut rng = Rng::of(SEED, &format!("diagnosis of {key}"));
        let (skipped, unexplained) = (rng.chance(0.15), rng.chance(0.33));
        let folded = text::fold(title);
        let found = WORDS.iter().find(|(word, ..)| folded.contains(word)).filter(|_| !skipped);
        let Some((_, mode, mechanism, cause)) = found else { return };
        let code =
            |kind, code: &str, known: bool| self.0.get(&(kind, code.to_owned())).copied().filter(|_| known);
        row.mode_id = Set(code(CodeKind::Mode, mode, true));
        row.mechanism_id = Set(code(CodeKind::Mechanism, mechanism, ended));
        row.cause_id = Set(code(CodeKind::Cause, cause, ended && !unexplained));
    }
}
