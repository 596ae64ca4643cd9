//! Writing the good rows of a batch.

use super::{
    ImportError,
    evaluate::{Evaluator, ReadyEquipment, ReadyIntervention},
    references::Known,
};
use crate::{
    access::Writer,
    defect::defect,
    equipment::{refresh_interventions_count, values},
    intervention::{code, next_numbers, searched},
};
use domain::{
    EquipmentId, EquipmentTypeId, ImportId, SiteId,
    equipment::{Criticality, EquipmentState, NewEquipment},
    key::code_key,
    text,
};
use entity::{equipment, equipment_type, intervention};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::OnConflict,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What a batch has made beside its rows.
#[derive(Default)]
pub(super) struct Made {
    pub equipment: i64,
    pub types: i64,
    /// Rows that another import wrote in the meantime.
    pub overtaken: i64,
}

/// Writes interventions in the order of the file, with the equipment that they lack.
pub(super) async fn interventions(
    w: &Writer,
    evaluator: &mut Evaluator,
    import: ImportId,
    rows: Vec<ReadyIntervention>,
) -> Result<Made, ImportError> {
    let mut made = Made::default();
    missing_equipment(w, evaluator, import, &rows, &mut made).await?;
    let mut of_year: BTreeMap<(SiteId, i16), i64> = BTreeMap::new();
    for row in &rows {
        *of_year.entry((row.place.id, row.year)).or_default() += 1;
    }
    let mut next: BTreeMap<(SiteId, i16), i64> = BTreeMap::new();
    for ((site, year), count) in of_year {
        next.insert((site, year), next_numbers(w, site, year, count).await?);
    }
    let machines = machine_texts(w, evaluator, &rows).await?;
    let mut touched: BTreeSet<EquipmentId> = BTreeSet::new();
    let mut models = vec![];
    for ready in rows {
        // Made or known a moment ago; a row without its equipment has been refused.
        let Some(equipment) = evaluator.references.equipment(ready.place.id, &ready.row.equipment) else {
            let cause = format!("line {} has no equipment", ready.line);
            return Err(ImportError::Service(defect(&format!("import {import} failed"), cause)));
        };
        touched.insert(equipment.id);
        let number = next.entry((ready.place.id, ready.year)).or_insert(1);
        let code = code(ready.year, *number);
        *number += 1;
        let machine = machines.get(&equipment.id).map_or("", String::as_str);
        models.push(model(w, import, (equipment.id, machine), code, ready));
    }
    let wanted = models.len() as i64;
    if !models.is_empty() {
        let same_key = [intervention::Column::SiteId, intervention::Column::ImportKey];
        let written = intervention::Entity::insert_many(models)
            .on_conflict(OnConflict::columns(same_key).do_nothing().to_owned())
            .exec_without_returning(w.tx())
            .await?;
        made.overtaken = wanted - i64::try_from(written).unwrap_or(wanted);
    }
    let touched: Vec<EquipmentId> = touched.into_iter().collect();
    if !touched.is_empty() {
        refresh_interventions_count(w, &touched).await?;
    }
    Ok(made)
}

/// The folded texts of the machines that the rows name, as they are now. One statement.
async fn machine_texts(
    w: &Writer,
    evaluator: &Evaluator,
    rows: &[ReadyIntervention],
) -> Result<HashMap<EquipmentId, String>, ImportError> {
    let known = |row: &ReadyIntervention| evaluator.references.equipment(row.place.id, &row.row.equipment);
    let ids: BTreeSet<EquipmentId> = rows.iter().filter_map(known).map(|known| known.id).collect();
    let texts = equipment::Entity::find()
        .select_only()
        .columns([equipment::Column::Id, equipment::Column::SearchText])
        .filter(equipment::Column::Id.is_in(ids))
        .into_tuple::<(EquipmentId, String)>()
        .all(w.tx())
        .await?;
    Ok(texts.into_iter().collect())
}

fn model(
    w: &Writer,
    import: ImportId,
    (equipment, machine): (EquipmentId, &str),
    code: String,
    ready: ReadyIntervention,
) -> intervention::ActiveModel {
    let row = ready.row;
    let own = [
        Some(&code),
        Some(&row.title),
        row.description.as_ref(),
        row.report.as_ref(),
        row.external_ref.as_ref(),
    ];
    intervention::ActiveModel {
        id: NotSet,
        site_id: Set(ready.place.id),
        equipment_id: Set(equipment),
        search_text: Set(searched(&own, machine)),
        code: Set(code),
        kind: Set(row.kind),
        status: Set(row.status),
        priority: Set(row.priority),
        priority_rank: Set(row.priority as i32),
        title: Set(row.title),
        description: Set(row.description),
        report: Set(row.report),
        reported_at: Set(ready.reported_at),
        started_at: Set(ready.started_at),
        ended_at: Set(ready.ended_at),
        cost_minor: Set(row.cost_minor),
        currency: Set(ready.place.currency),
        requested_by: Set(None),
        external_ref: Set(row.external_ref),
        import_id: Set(Some(import)),
        import_key: Set(Some(ready.keys.chosen)),
        import_line: Set(Some(ready.line)),
        import_print: Set(Some(ready.keys.print)),
        version: Set(1),
        created_at: Set(w.now),
        updated_at: Set(w.now),
        created_by: Set(w.by().user_id()),
        ..Default::default()
    }
}

/// Makes the equipment that the rows name and that does not exist.
async fn missing_equipment(
    w: &Writer,
    evaluator: &mut Evaluator,
    import: ImportId,
    rows: &[ReadyIntervention],
    made: &mut Made,
) -> Result<(), ImportError> {
    let known = |(site, code): &(SiteId, &str)| evaluator.references.equipment(*site, code).is_some();
    let named = rows.iter().map(|r| (r.place.id, r.row.equipment.as_str()));
    let mut keys = BTreeSet::new();
    let new_one = |(site, code): &(SiteId, &str)| keys.insert((*site, code_key(code)));
    let codes: Vec<(SiteId, &str)> = named.filter(|place| !known(place)).filter(new_one).collect();
    if codes.is_empty() {
        return Ok(());
    }
    let missing = evaluator.compiled.mapping.missing_equipment.clone();
    let type_id = match missing.type_name.trim() {
        "" => None,
        name => Some(type_id(w, evaluator, import, name, made).await?),
    };
    let new = codes.into_iter().map(|(site, code)| NewEquipment {
        code: code.to_owned(),
        name: missing.name_of(code),
        site_id: site,
        line_id: None,
        type_id,
        parent_id: None,
        model: None,
        serial_number: None,
        manufacturer: None,
        purchased_on: None,
        installed_on: None,
        in_service_on: None,
        warranty_until: None,
        lifespan_years: None,
        replacement_value_minor: None,
        state: EquipmentState::Active,
        state_reason: None,
        criticality: Criticality::Medium,
        notes: None,
        specifications: vec![],
        version: None,
    });
    made.equipment = insert_equipment(w, evaluator, import, new.collect()).await?;
    Ok(())
}

/// The type of that name, made if there is none.
async fn type_id(
    w: &Writer,
    evaluator: &mut Evaluator,
    import: ImportId,
    name: &str,
    made: &mut Made,
) -> Result<EquipmentTypeId, ImportError> {
    if let Some(id) = evaluator.references.type_of(name) {
        return Ok(id);
    }
    let name: String = name.chars().take(80).collect();
    let row = equipment_type::ActiveModel {
        id: NotSet,
        name: Set(name.clone()),
        name_folded: Set(text::fold(&name)),
        description: Set(None),
        import_id: Set(Some(import)),
        version: Set(1),
        created_at: Set(w.now),
        updated_at: Set(w.now),
        created_by: Set(w.by().user_id()),
    };
    let same_name = OnConflict::column(equipment_type::Column::NameFolded).do_nothing().to_owned();
    made.types += i64::try_from(
        equipment_type::Entity::insert(row).on_conflict(same_name).exec_without_returning(w.tx()).await?,
    )
    .unwrap_or(0);
    let found = equipment_type::Entity::find()
        .filter(equipment_type::Column::NameFolded.eq(text::fold(&name)))
        .one(w.tx())
        .await?;
    let id =
        found.map(|t| t.id).ok_or_else(|| defect("an import failed", format!("no equipment type {name}")))?;
    evaluator.references.add_type(&name, id);
    Ok(id)
}

/// Writes equipment and takes it up into what rows can refer to. How many were written.
async fn insert_equipment(
    w: &Writer,
    evaluator: &mut Evaluator,
    import: ImportId,
    new: Vec<NewEquipment>,
) -> Result<i64, ImportError> {
    let mut of_site: BTreeMap<SiteId, Vec<String>> = BTreeMap::new();
    let models: Vec<_> = new
        .iter()
        .map(|n| {
            of_site.entry(n.site_id).or_default().push(code_key(&n.code));
            equipment::ActiveModel {
                id: NotSet,
                state_since: Set(w.now),
                interventions_count: Set(0),
                retired_at: Set(None),
                import_id: Set(Some(import)),
                version: Set(1),
                created_at: Set(w.now),
                created_by: Set(w.by().user_id()),
                ..values(n, w.now)
            }
        })
        .collect();
    if models.is_empty() {
        return Ok(0);
    }
    let same_code = [equipment::Column::SiteId, equipment::Column::CodeKey];
    let written = equipment::Entity::insert_many(models)
        .on_conflict(OnConflict::columns(same_code).do_nothing().to_owned())
        .exec_without_returning(w.tx())
        .await?;
    for (site, keys) in of_site {
        let rows: Vec<(EquipmentId, String, Option<ImportId>, Option<EquipmentId>)> =
            equipment::Entity::find()
                .select_only()
                .columns([
                    equipment::Column::Id,
                    equipment::Column::CodeKey,
                    equipment::Column::ImportId,
                    equipment::Column::ParentId,
                ])
                .filter(equipment::Column::SiteId.eq(site))
                .filter(equipment::Column::CodeKey.is_in(keys))
                .into_tuple()
                .all(w.tx())
                .await?;
        for (id, key, import, parent) in rows {
            evaluator.references.add_equipment(site, key, Known { id, import, placed: parent.is_some() });
        }
    }
    Ok(i64::try_from(written).unwrap_or(0))
}

/// A component whose parent stands further down in the file.
pub(super) struct PendingParent {
    pub id: EquipmentId,
    pub site: SiteId,
    pub parent: String,
}

/// Writes equipment in the order of the file; components whose parents are not there yet go to `pending`.
pub(super) async fn equipment(
    w: &Writer,
    evaluator: &mut Evaluator,
    import: ImportId,
    rows: Vec<ReadyEquipment>,
    pending: &mut Vec<PendingParent>,
) -> Result<Made, ImportError> {
    let mut made = Made::default();
    let mut new = vec![];
    let mut waiting: Vec<(SiteId, String, String)> = vec![];
    for row in rows {
        let site = row.new.site_id;
        let parent = row.parent.as_deref().and_then(|code| evaluator.references.equipment(site, code));
        let written = evaluator.ours(&row);
        if let (Some(parent), true) = (&row.parent, written.is_none_or(|k| !k.placed)) {
            let known = evaluator.references.equipment(site, parent);
            if known.is_none() || written.is_some() {
                waiting.push((site, row.new.code.clone(), parent.clone()));
            }
        }
        if written.is_some() {
            continue;
        }
        let type_id = match (&row.type_name, row.type_id) {
            (Some(name), None) => Some(type_id(w, evaluator, import, name, &mut made).await?),
            (_, id) => id,
        };
        new.push(NewEquipment { line_id: row.line, type_id, parent_id: parent.map(|p| p.id), ..row.new });
    }
    let wanted = new.len() as i64;
    made.overtaken = wanted - insert_equipment(w, evaluator, import, new).await?;
    for (site, code, parent) in waiting {
        if let Some(known) = evaluator.references.equipment(site, &code) {
            pending.push(PendingParent { id: known.id, site, parent });
        }
    }
    Ok(made)
}

/// Puts components below their parents, now that all of them are there.
pub(super) async fn set_parents(
    w: &Writer,
    evaluator: &Evaluator,
    pending: &[PendingParent],
) -> Result<(), ImportError> {
    for component in pending {
        if let Some(parent) = evaluator.references.equipment(component.site, &component.parent) {
            equipment::Entity::update_many()
                .set(equipment::ActiveModel { parent_id: Set(Some(parent.id)), ..Default::default() })
                .filter(equipment::Column::Id.eq(component.id))
                .exec(w.tx())
                .await?;
        }
    }
    Ok(())
}
