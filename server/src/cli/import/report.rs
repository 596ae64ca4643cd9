//! The report of an import in a terminal.

use super::{SHOWN, said};
use crate::cli::Failure;
use domain::{
    Caller, FieldCode,
    import::{ImportView, RefusalGroup, Remedy},
    page::Window,
};
use i18n::{Locale, format::whole};
use services::Services;
use std::{
    io::Write,
    path::{Path, PathBuf},
};

/// The counts and the first refused rows.
pub(super) async fn tell(
    services: &Services,
    by: &Caller,
    view: &ImportView,
    dry_run: bool,
) -> Result<(), Failure> {
    let n = |count: i64| whole(Locale::En, count);
    let verb = if dry_run { "would be added" } else { "added" };
    println!(
        "{}: {} rows: {} {verb}, {} known, {} refused",
        view.file_name,
        n(view.rows_total),
        n(view.rows_new),
        n(view.rows_known),
        n(view.rows_refused)
    );
    if view.equipment_new > 0 || view.types_new > 0 {
        println!(
            "  for them {verb}: equipment {}, equipment types {}",
            n(view.equipment_new),
            n(view.types_new)
        );
    }
    for group in view.refusals.iter().filter(|g| g.rows > 1) {
        let why = pages::words::import::reason(Locale::En, &group.example);
        println!("  {} rows: {}: {why}", n(group.rows), group.example.column);
        if let Some(option) = option(group) {
            println!("    {option}");
        }
    }
    let window = Window { limit: SHOWN, ..Window::default() };
    let errors = services.imports().row_errors(by, view.id, &window).await.map_err(|e| said(&e))?;
    for row in errors.data {
        println!("  line {}: {}", row.line, pages::words::import::row_errors(Locale::En, &row.errors));
    }
    if view.rows_refused > i64::from(SHOWN) {
        println!("  and {} more", n(view.rows_refused - i64::from(SHOWN)));
    }
    Ok(())
}

/// The option that brings the rows of a group in.
fn option(group: &RefusalGroup) -> Option<&'static str> {
    if group.example.code == FieldCode::UnknownValue {
        return Some("to say what they mean: [values.FIELD] in the mapping");
    }
    match group.remedies().first()? {
        Remedy::CreateEquipment => {
            Some("to make them: create = true under [missing_equipment] in the mapping")
        }
        Remedy::CreateTypes => Some("to make them: create_types = true in the mapping"),
        Remedy::AddLookAlikes | Remedy::SkipLookAlikes => {
            Some("--look-alikes skip leaves them out, --look-alikes add brings them in")
        }
    }
}

pub(super) async fn write_refused(
    services: &Services,
    by: &Caller,
    view: &ImportView,
    path: Option<&Path>,
) -> Result<(), Failure> {
    let texts = crate::rest::imports::refused_texts(Locale::En);
    let mut file = services.imports().refused_file(by, view.id, texts).await.map_err(|e| said(&e))?;
    let path = path.map_or_else(|| PathBuf::from(&file.file_name), Path::to_owned);
    let cannot = |e: std::io::Error| {
        Failure(format!(
            "the refused rows cannot be written to {} ({e}): give --refused FILE",
            path.display()
        ))
    };
    let mut out = std::io::BufWriter::new(std::fs::File::create(&path).map_err(cannot)?);
    while let Some(piece) = file.next().await.map_err(|e| said(&e))? {
        out.write_all(&piece).map_err(cannot)?;
    }
    out.flush().map_err(cannot)?;
    println!("The refused rows are in {}: correct them there and import that file.", path.display());
    Ok(())
}
