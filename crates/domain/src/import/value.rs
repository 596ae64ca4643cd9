//! The texts by which other systems usually mean our values.

use super::ImportField;
use crate::{money, text};

/// The value that a text usually stands for; none when it is not known.
pub(super) fn usual_choice(field: ImportField, raw: &str) -> Option<&'static str> {
    let folded = text::fold(raw);
    if let Some(own) = field.choices().into_iter().find(|v| text::fold(v) == folded) {
        return Some(own);
    }
    let known = table(field);
    known.iter().find(|(_, texts)| texts.contains(&folded.as_str())).map(|(value, _)| *value).or_else(|| {
        // A longer text that begins with a word we know: "Préventif annuel".
        let first = folded.split([' ', '-', '/', '(', ':']).next().unwrap_or_default();
        known.iter().find(|(_, texts)| first.len() > 3 && texts.contains(&first)).map(|(value, _)| *value)
    })
}

/// An amount without the name or sign of a currency beside it.
pub(super) fn without_currency(raw: &str) -> &str {
    let amount = raw.trim().trim_matches(['€', '$', '£', '¥']).trim();
    let code = |text: Option<&str>| text.is_some_and(money::is_currency_code);
    let amount = if code(amount.get(..3)) { &amount[3..] } else { amount };
    let at = amount.len().saturating_sub(3);
    let amount = if code(amount.get(at..)) { &amount[..at] } else { amount };
    amount.trim()
}

fn table(field: ImportField) -> &'static [(&'static str, &'static [&'static str])] {
    match field {
        ImportField::Kind => &[
            (
                "corrective",
                &[
                    "correctif",
                    "curatif",
                    "curative",
                    "breakdown",
                    "panne",
                    "depannage",
                    "reparation",
                    "repair",
                    "cm",
                    "bd",
                    "em",
                    "unplanned",
                    "pm01",
                    "zm01",
                    "fault",
                    "failure",
                    "palliatif",
                    "accident",
                ],
            ),
            (
                "preventive",
                &[
                    "preventif",
                    "preventif systematique",
                    "systematique",
                    "planned",
                    "scheduled",
                    "entretien",
                    "pm",
                    "pm02",
                    "pm03",
                    "zm02",
                    "service",
                    "periodic",
                    "periodique",
                ],
            ),
            (
                "predictive",
                &[
                    "predictif",
                    "conditionnel",
                    "previsionnel",
                    "preventif conditionnel",
                    "cbm",
                    "condition based",
                    "pdm",
                ],
            ),
            (
                "improvement",
                &[
                    "amelioration",
                    "amelioratif",
                    "modification",
                    "project",
                    "projet",
                    "capital",
                    "upgrade",
                    "pm04",
                ],
            ),
            (
                "inspection",
                &["controle", "verification", "ronde", "visite", "check", "reglementaire", "audit"],
            ),
        ],
        ImportField::Status => &[
            (
                "open",
                &[
                    "ouvert", "ouverte", "new", "nouveau", "nouvelle", "crtd", "created", "cree", "creee",
                    "a faire", "todo",
                ],
            ),
            (
                "assigned",
                &[
                    "affecte",
                    "affectee",
                    "assigne",
                    "planned",
                    "planifie",
                    "planifiee",
                    "scheduled",
                    "rel",
                    "released",
                ],
            ),
            ("in_progress", &["en cours", "in progress", "started", "pcnf", "wip", "commence"]),
            ("on_hold", &["en attente", "on hold", "waiting", "pending", "suspendu", "suspended"]),
            (
                "completed",
                &[
                    "termine", "terminee", "complete", "done", "fait", "faite", "cnf", "realise", "realisee",
                    "finished",
                ],
            ),
            (
                "closed",
                &[
                    "clos", "close", "cloture", "cloturee", "ferme", "fermee", "teco", "clsd", "resolved",
                    "resolu",
                ],
            ),
            ("archived", &["archive", "archivee"]),
            (
                "cancelled",
                &["annule", "annulee", "canceled", "cancel", "dlfl", "deleted", "rejected", "refuse"],
            ),
        ],
        ImportField::Priority => &[
            (
                "urgent",
                &[
                    "p1",
                    "1",
                    "urgence",
                    "tres haute",
                    "very high",
                    "emergency",
                    "critical",
                    "critique",
                    "immediate",
                ],
            ),
            ("high", &["p2", "2", "haute", "elevee", "important", "importante"]),
            ("medium", &["p3", "3", "moyenne", "normal", "normale", "standard"]),
            ("low", &["p4", "4", "5", "basse", "faible", "mineure", "minor"]),
        ],
        ImportField::State => &[
            (
                "active",
                &[
                    "en service",
                    "actif",
                    "active",
                    "in service",
                    "running",
                    "operational",
                    "ok",
                    "marche",
                    "inst",
                    "en marche",
                ],
            ),
            ("degraded", &["degrade", "mode degrade", "limited"]),
            ("maintenance", &["en maintenance", "under maintenance", "in repair", "en reparation"]),
            ("broken", &["en panne", "panne", "hs", "hors service", "down", "failed", "broken down"]),
            (
                "inactive",
                &["a l'arret", "arret", "inactif", "stopped", "out of service", "standby", "inac", "stock"],
            ),
        ],
        ImportField::Criticality => &[
            ("critical", &["a", "1", "critique", "vitale", "vital", "tres haute", "very high"]),
            ("high", &["b", "2", "haute", "elevee", "essentiel", "essentielle", "important", "importante"]),
            ("medium", &["c", "3", "moyenne", "normal", "normale"]),
            ("low", &["d", "4", "5", "basse", "faible", "secondaire", "non critique"]),
        ],
        _ => &[],
    }
}
