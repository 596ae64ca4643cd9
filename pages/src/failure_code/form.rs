//! `/admin/failure-codes/new` and `/admin/failure-codes/:id/edit`.

use super::{kind, label, question};
use crate::{
    ApiResult, backend,
    form::Form,
    page::{Asked, needs},
    record::{Deletion, RecordForm, record_page},
    shared::{form::input_name, replay::Replay},
};
use domain::{
    FailureCodeId, FieldDiff, Noun, Permission,
    equipment_type::EquipmentTypeView,
    failure_code::{CodeKind, FailureCodeDraft, FailureCodeQuery, FailureCodeView},
    reference::FAILURE_CODES,
};
use i18n::{Locale, common, failure as text};
use leptos::prelude::*;
use ui::LinkItem;

const SAVE: &str = "/rpc/failure-code/save";
const DELETE: &str = "/rpc/failure-code/delete";

/// The form of a new code.
pub async fn new(asked: Asked) -> ApiResult<AnyView> {
    let wanted = asked.value("kind").and_then(|kind| kind.parse::<CodeKind>().ok());
    let stored = FailureCodeDraft {
        kind: wanted.unwrap_or(CodeKind::Mode).to_string(),
        ..FailureCodeDraft::default()
    };
    page(&asked, None, &stored).await
}

/// The form of one that is there.
pub async fn edit(asked: Asked) -> ApiResult<AnyView> {
    let id: FailureCodeId = asked.id(Noun::FailureCode)?;
    let code = backend::call(|s, by| async move { s.failure_codes().get(&by, id).await }).await?;
    let stored = FailureCodeDraft::from(&code);
    page(&asked, Some(&code), &stored).await
}

async fn page(
    asked: &Asked,
    code: Option<&FailureCodeView>,
    stored: &FailureCodeDraft,
) -> ApiResult<AnyView> {
    let locale = asked.locale;
    needs(Permission::StructureWrite)?;
    let types = backend::call(|s, by| async move { s.equipment_types().all(&by).await }).await?;
    let replay = asked.replay().await;
    let title = match code {
        Some(code) => format!("{} · {}", code.code, label(locale, &code.named())),
        None => text::new(locale).to_owned(),
    };
    let deletion = code.map(|code| Deletion {
        action: DELETE,
        id: code.id.0,
        of: FAILURE_CODES,
        dialog: "delete-failure-code",
        label: text::remove(locale),
        title: common::remove_title(locale, &code.code),
        what: text::remove_what(locale),
    });
    let form = form(locale, code, stored, &types, replay.as_ref());
    let list = LinkItem::new(FailureCodeQuery::PATH, text::codes(locale));
    Ok(record_page(locale, title, list, deletion, replay.as_ref(), form))
}

fn form(
    locale: Locale,
    code: Option<&FailureCodeView>,
    stored: &FailureCodeDraft,
    types: &[EquipmentTypeView],
    replay: Option<&Replay>,
) -> AnyView {
    let all: Vec<(String, String)> = types.iter().map(|of| (of.id.to_string(), of.name.clone())).collect();
    let named = all.clone();
    let form =
        Form::new(locale, SAVE, replay).with_stored_text(move |locale: Locale, diff: &FieldDiff| match diff
            .field
            .as_str()
        {
            "equipment_type_id" => named
                .iter()
                .find(|(id, _)| *id == diff.current)
                .map_or_else(|| text::all_types(locale).to_owned(), |(_, name)| name.clone()),
            "retired" if diff.current == "true" => common::yes(locale).to_owned(),
            "retired" => common::no(locale).to_owned(),
            _ => diff.current.clone(),
        });
    // A code keeps its kind.
    let kinds = match code {
        Some(code) => view! {
            <p class="wide">
                <b>{kind(locale, code.kind)}</b>
                " · "
                <span class="text-ink-2">{question(locale, code.kind)}</span>
                <input type="hidden" name=input_name("kind") value=code.kind.as_str() />
            </p>
        }
        .into_any(),
        None => {
            let line = |of: &CodeKind| {
                (of.to_string(), format!("{} · {}", kind(locale, *of), question(locale, *of)))
            };
            let kinds = CodeKind::ALL.iter().map(line).collect();
            form.input("kind", text::kind(locale)).stored(&stored.kind).required().radio(kinds)
        }
    };
    let short = form.input("code", text::code(locale)).stored(&stored.code).max(20).required();
    let of = form.input("equipment_type_id", text::type_of(locale)).stored(&stored.equipment_type_id);
    let fr = form.input("label_fr", text::label_fr(locale)).stored(&stored.label_fr).max(80).required();
    let en = form.input("label_en", text::label_en(locale)).stored(&stored.label_en).max(80).required();
    let place = form.input("position", text::position(locale)).stored(&stored.position).max(3);
    let fields = view! {
        {kinds}
        {short.hint(text::code_hint(locale)).line()}
        {of.select(all, Some(text::all_types(locale)))}
        {fr.wide().line()}
        {en.wide().line()}
        {place.hint(text::position_hint(locale)).line()}
        {form.tick("retired", text::retired(locale), stored.retired == "true")}
    }
    .into_any();
    let of = code.map(|code| (code.id.0, code.version));
    let record = RecordForm { noun: "failure_code", of, list: FailureCodeQuery::PATH, label: field };
    record.draw(locale, &form, fields)
}

/// The name of a field.
fn field(locale: Locale, field: &str) -> &'static str {
    match field {
        "kind" => text::kind(locale),
        "equipment_type_id" => text::type_of(locale),
        "label_fr" => text::label_fr(locale),
        "label_en" => text::label_en(locale),
        "position" => text::position(locale),
        "retired" => text::retired_mark(locale),
        _ => text::code(locale),
    }
}
