//! How a file is read, before it is checked: what the command line says, and what it tells of the rest.

use super::{FileArguments, said};
use crate::cli::Failure;
use domain::{
    Caller, Error, FieldCode, FieldErrors,
    import::{ImportView, Target},
};
use services::Services;

/// Reads the file as the command line asks, and tells how it is read and what is left out.
pub(super) async fn prepare(
    services: &Services,
    by: &Caller,
    uploaded: &ImportView,
    arguments: &FileArguments,
) -> Result<(), Failure> {
    let (imports, id) = (services.imports(), uploaded.id);
    let mapping = match &uploaded.mapping {
        Some(mapping) => mapping.clone(),
        None => {
            if !arguments.layout().is_empty() {
                imports.set_layout(by, id, &arguments.layout()).await.map_err(|e| said(&e))?;
            }
            let (_, mut mapping) = imports.columns(by, id).await.map_err(|e| said(&e))?;
            arguments.say(&mut mapping);
            imports.set_mapping(by, id, &mapping).await.map_err(|e| doubtful(&e))?;
            mapping
        }
    };
    let (profile, _) = imports.columns(by, id).await.map_err(|e| said(&e))?;
    if let Some(sheet) = profile.layout.sheet.as_ref().filter(|_| profile.sheets.len() > 1) {
        let others: Vec<_> = profile.sheets.iter().filter(|s| *s != sheet).map(String::as_str).collect();
        eprintln!("Sheet {sheet} is read; left out: {} (--sheet NAME chooses)", others.join(", "));
    }
    match profile.layout.header {
        Some(0) => eprintln!("No line names the columns; they are #1, #2… (--header LINE chooses)"),
        Some(1) | None => {}
        Some(line) => eprintln!("Line {line} names the columns (--header LINE chooses another)"),
    }
    let read = |target: Option<&Target>| target.is_some_and(|t| *t != Target::Ignored);
    let left_out: Vec<_> = profile
        .columns
        .iter()
        .filter(|c| !c.beyond && !read(mapping.columns.get(&c.header)))
        .map(|c| c.header.as_str())
        .collect();
    if !left_out.is_empty() {
        eprintln!("Columns left out: {}", left_out.join(", "));
    }
    Ok(())
}

/// As [`said`], with the options that settle a doubt.
pub(super) fn doubtful(error: &Error) -> Failure {
    let Failure(mut text) = said(error);
    let Error::Invalid(errors) = error else { return Failure(text) };
    for (place, how) in [
        ("dates", "say the order: --dates dmy, --dates mdy, or dates = \"dmy\" in the mapping"),
        ("decimal", "say the mark: --decimal point, --decimal comma, or decimal = \"point\" in the mapping"),
    ] {
        if errors.of(place).is_some() {
            text.push_str(&format!("\n  {how}"));
        }
    }
    Failure(text)
}

/// Whether the mapping names a column that the file has not.
pub(super) fn unknown_column(error: &Error) -> bool {
    let Error::Invalid(FieldErrors(fields)) = error else { return false };
    fields.iter().any(|e| e.field.starts_with("columns.") && e.code == FieldCode::NotFound)
}
