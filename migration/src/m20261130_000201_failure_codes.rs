//! Failure codes, with those that every plant starts with, and the diagnosis of a failure.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// What is seen, what physically happened, and why: code, French, English.
const MODES: &[(&str, &str, &str)] = &[
    ("DEM", "Ne démarre pas", "Does not start"),
    ("ARR", "S’arrête tout seul", "Stops by itself"),
    ("CMD", "Ne répond pas aux commandes", "Does not respond to controls"),
    ("CAD", "Cadence ou puissance réduite", "Reduced speed or output"),
    ("PRS", "Pression ou débit insuffisant", "Low pressure or flow"),
    ("FUI", "Fuite", "Leak"),
    ("CHA", "Échauffement", "Overheating"),
    ("VIB", "Vibrations", "Vibration"),
    ("BRU", "Bruit anormal", "Unusual noise"),
    ("QUA", "Pièces non conformes", "Parts out of tolerance"),
    ("MES", "Mesure ou affichage faux", "Wrong reading or display"),
    ("SEC", "Sécurité déclenchée", "Safety device tripped"),
];
const MECHANISMS: &[(&str, &str, &str)] = &[
    ("USU", "Usure", "Wear"),
    ("RUP", "Rupture ou fissure", "Break or crack"),
    ("DEF", "Déformation", "Deformation"),
    ("DES", "Desserrage ou désalignement", "Loosening or misalignment"),
    ("GRI", "Grippage", "Seizure"),
    ("COR", "Corrosion", "Corrosion"),
    ("COL", "Colmatage ou bourrage", "Clogging or jam"),
    ("ETA", "Perte d’étanchéité", "Loss of sealing"),
    ("ISO", "Court-circuit ou défaut d’isolement", "Short circuit or insulation fault"),
    ("CTC", "Coupure ou faux contact", "Open circuit or loose contact"),
    ("PRG", "Programme ou réglage déréglé", "Program or setting fault"),
];
const CAUSES: &[(&str, &str, &str)] = &[
    ("AGE", "Vieillissement normal", "Normal ageing"),
    ("LUB", "Graissage insuffisant", "Insufficient lubrication"),
    ("ENT", "Entretien non fait ou en retard", "Maintenance skipped or overdue"),
    ("MON", "Montage ou réparation mal fait", "Faulty assembly or repair"),
    ("MAN", "Choc ou fausse manœuvre", "Impact or operating error"),
    ("SUR", "Surcharge", "Overload"),
    ("AMB", "Poussière, humidité ou chaleur", "Dust, moisture or heat"),
    ("PIE", "Pièce ou matière défectueuse", "Faulty part or material"),
    ("CON", "Conception inadaptée", "Unsuitable design"),
    ("ENE", "Coupure d’électricité, d’air ou d’eau", "Loss of power, air or water"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = [
            text("kind"),
            big_null("equipment_type_id"),
            text("code"),
            text("code_folded"),
            text("label_fr"),
            text("label_en"),
            int("position"),
            flag("retired"),
        ];
        let codes = edited_table("failure_codes", columns)
            .foreign_key(&mut references("equipment_type_id", "equipment_types"))
            .take();
        let indexes = [
            unique("failure_codes_code", "failure_codes", &["kind", "code_folded"]),
            index("failure_codes_order", "failure_codes", &["kind", "position", "code_folded"]),
            index("failure_codes_of_type", "failure_codes", &["equipment_type_id"]),
        ];
        create(manager, [codes], indexes).await?;
        for (kind, codes) in [("mode", MODES), ("mechanism", MECHANISMS), ("cause", CAUSES)] {
            manager.execute(start(kind, codes)).await?;
        }
        diagnosis(manager).await
    }
}

/// The codes of one kind.
fn start(kind: &str, codes: &[(&str, &str, &str)]) -> InsertStatement {
    let columns = [
        "kind",
        "code",
        "code_folded",
        "label_fr",
        "label_en",
        "position",
        "retired",
        "version",
        "created_at",
        "updated_at",
    ];
    let mut insert =
        Query::insert().into_table(Alias::new("failure_codes")).columns(columns.map(Alias::new)).take();
    for (position, (code, fr, en)) in (0_i32..).zip(codes) {
        let now = Expr::current_timestamp();
        insert.values_panic([
            kind.into(),
            (*code).into(),
            code.to_lowercase().into(),
            (*fr).into(),
            (*en).into(),
            position.into(),
            false.into(),
            1_i64.into(),
            now.clone(),
            now,
        ]);
    }
    insert
}

/// The codes of a failure, in place of texts that nothing has ever written.
async fn diagnosis(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let alter = || Table::alter().table(Alias::new("failures")).to_owned();
    for text in ["mode", "mechanism", "cause"] {
        manager.alter_table(alter().drop_column(Alias::new(text)).to_owned()).await?;
    }
    for code in ["mode_id", "mechanism_id", "cause_id"] {
        let key = "REFERENCES \"failure_codes\" (\"id\") ON DELETE RESTRICT";
        let mut column = big_null(code).extra(key).take();
        manager.alter_table(alter().add_column(&mut column).to_owned()).await?;
    }
    let indexes = [
        index("failures_of_mode", "failures", &["mode_id"]),
        index("failures_of_mechanism", "failures", &["mechanism_id"]),
        index("failures_of_cause", "failures", &["cause_id"]),
        index("failures_by_start", "failures", &["started_at", "id"]),
    ];
    create(manager, [], indexes).await
}
