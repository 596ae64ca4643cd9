//! A first mapping, from the names of the columns and what stands in them.

use super::{
    ColumnProfile, FileProfile, ImportField, ImportKind, ImportMapping, Target, names::names, value,
};
use crate::text;
use std::collections::{BTreeMap, BTreeSet};

/// The mapping that the file suggests. Columns that suggest nothing are left out.
pub fn guess(kind: ImportKind, profile: &FileProfile) -> ImportMapping {
    // Every column with every field, the best match first; each is used once.
    let mut matches: Vec<(u32, usize, ImportField)> = vec![];
    for (i, column) in profile.columns.iter().enumerate() {
        // What a file of refused rows adds.
        if column.beyond || words(&column.header).starts_with("vigie ") {
            continue;
        }
        for field in ImportField::of(kind) {
            let score = score(*field, column);
            if score > 0 {
                matches.push((score, i, *field));
            }
        }
    }
    matches.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let (mut columns, mut fields) = (BTreeMap::new(), BTreeSet::new());
    for (_, i, field) in matches {
        if !columns.contains_key(&i) && !fields.contains(&field) {
            columns.insert(i, field);
            fields.insert(field);
        }
    }
    // A history has the day of the order, whatever the column is called.
    if kind == ImportKind::Interventions && !fields.contains(&ImportField::ReportedAt) {
        let start = columns.iter().find(|(_, f)| matches!(f, ImportField::StartedAt | ImportField::EndedAt));
        let start = start.map(|(i, _)| *i);
        let dated = profile.columns.iter().enumerate();
        let dated = || {
            dated.clone().find(|(i, c)| c.date_order.is_some() && !columns.contains_key(i)).map(|(i, _)| i)
        };
        if let Some(i) = start.or_else(dated) {
            columns.insert(i, ImportField::ReportedAt);
        }
    }
    let mut mapping = ImportMapping { kind: Some(kind), ..Default::default() };
    for (i, field) in &columns {
        let column = &profile.columns[*i];
        mapping.columns.insert(column.header.clone(), Target::Field(*field));
        if field.is_choice() {
            let known = column
                .values
                .iter()
                .filter_map(|v| Some((v.value.clone(), value::usual_choice(*field, &v.value)?.to_owned())));
            let known: BTreeMap<_, _> = known.collect();
            if !known.is_empty() {
                mapping.values.insert(*field, known);
            }
        }
    }
    mapping
}

/// How well a column's name and texts agree with a field; 0 for not at all.
fn score(field: ImportField, column: &ColumnProfile) -> u32 {
    let header = words(&column.header);
    let by_name = names(field)
        .iter()
        .enumerate()
        .map(|(rank, name)| {
            if header == *name {
                // Always more than a near one; of several exact ones the surest.
                120 - rank.min(30) as u32
            } else if contains_words(&header, name) {
                // The more of the header it explains, the better.
                40 + (name.len() * 40 / header.len().max(1)) as u32
            } else {
                0
            }
        })
        .max()
        .unwrap_or(0);
    // Amounts are no names of anything, whatever the column is called.
    if by_name == 0 || (field.is_name() && column.is_amounts) {
        return 0;
    }
    let empty = column.samples.is_empty();
    // A name that says date over texts that are none, or the reverse, is something else.
    if !empty && field.is_date() != column.date_order.is_some() {
        return by_name / 4;
    }
    by_name
}

fn contains_words(header: &str, name: &str) -> bool {
    format!(" {header} ").contains(&format!(" {name} "))
}

/// A header as words: `BscStartDate`, `PMType` and `Date début` become `bsc start date`, `pm type`, `date debut`.
fn words(header: &str) -> String {
    let letters: Vec<char> = header.chars().collect();
    let mut spaced = String::new();
    for (i, c) in letters.iter().enumerate() {
        let after_lower = i > 0 && letters[i - 1].is_lowercase();
        let after_capital = i > 0 && letters[i - 1].is_uppercase();
        let before_lower = letters.get(i + 1).is_some_and(|n| n.is_lowercase());
        if c.is_uppercase() && (after_lower || (after_capital && before_lower)) {
            spaced.push(' ');
        }
        spaced.push(if c.is_alphanumeric() { *c } else { ' ' });
    }
    text::fold(&spaced).trim().to_owned()
}
