//! What the technicians of the demonstration plant can do.

use super::people::PEOPLE;
use crate::{access::Writer, user::replace_skills};
use domain::{
    Result, UserId,
    user::{ExperienceLevel, Technician},
};

/// Last name, specialty, level, skills.
type Trade = (&'static str, &'static str, ExperienceLevel, &'static [&'static str]);

const TRADES: [Trade; 7] = [
    (
        "Benali",
        "Électromécanique",
        ExperienceLevel::Senior,
        &["Électricité BT", "Hydraulique", "Levage", "Vibrations"],
    ),
    (
        "Moreau",
        "Automatisme",
        ExperienceLevel::Expert,
        &["Automates", "Électricité BT", "Instrumentation", "Variateurs"],
    ),
    (
        "Leroy",
        "Mécanique",
        ExperienceLevel::Intermediate,
        &["Alignement laser", "Hydraulique", "Soudure TIG"],
    ),
    ("Garcia", "Électromécanique", ExperienceLevel::Intermediate, &["Électricité BT", "Pneumatique"]),
    ("Nguyen", "Mécanique", ExperienceLevel::Junior, &["Graissage", "Pneumatique"]),
    (
        "Marques",
        "Froid industriel",
        ExperienceLevel::Senior,
        &["Fluides frigorigènes", "Électricité BT", "Instrumentation"],
    ),
    ("Lefèvre", "Mécanique", ExperienceLevel::Senior, &["Hydraulique", "Levage", "Soudure TIG"]),
];

/// Writes it for the people, who come in the order of [`PEOPLE`].
pub(super) async fn give(w: &Writer, people: &[UserId]) -> Result<()> {
    for (last, specialty, level, skills) in TRADES {
        let of_it = PEOPLE.iter().zip(people).find(|(person, _)| person.last == last);
        let Some((_, id)) = of_it else { continue };
        let technician = Technician {
            specialty: Some(specialty.to_owned()),
            skills: skills.iter().map(|&skill| skill.to_owned()).collect(),
            experience_level: Some(level),
        };
        replace_skills(w, *id, &technician).await?;
    }
    Ok(())
}
