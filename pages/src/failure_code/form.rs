//! `/admin/failure-codes/new` and `/admin/failure-codes/:id/edit`.

use super::{kind, label, question};
use crate::{form::Form, page::Asked};
use app::{
    ApiResult, backend,
    session::may,
    shared::{form::input_name, record_page::delete_button, removal::Removal, replay::Replay},
};
use domain::{
    Error, FailureCodeId, FieldDiff, Noun, Permission,
    equipment_type::EquipmentTypeView,
    error::Usage,
    failure_code::{CodeKind, FailureCodeDraft, FailureCodeQuery, FailureCodeView},
    reference::{self, FAILURE_CODES},
};
use i18n::{Locale, common, failure as text, shell};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Button, Card, DialogButton, Icon, LinkButton, LinkItem, PageHeader, Variant};

const SAVE: &str = "/rpc/failure-code/save";
const DELETE: &str = "/rpc/failure-code/delete";
const DIALOG: &str = "delete-failure-code";

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
    if !may(Permission::StructureWrite) {
        return Err(Error::Forbidden.into());
    }
    let types = backend::call(|s, by| async move { s.equipment_types().list(&by).await }).await?;
    let replay = asked.replay().await;
    let title = match code {
        Some(code) => format!("{} · {}", code.code, label(locale, &code.named())),
        None => text::new(locale).to_owned(),
    };
    let crumbs = vec![LinkItem::new(FailureCodeQuery::PATH, text::codes(locale))];
    let remove = code.map(|_| {
        view! {
            <DialogButton
                dialog=DIALOG
                label=text::remove(locale)
                icon=Icon::Trash
                variant=Variant::Ghost
            />
        }
    });
    let dialog = code.map(|code| removal(locale, code, replay.as_ref()));
    let form = form(locale, code, stored, &types, replay.as_ref());
    Ok(view! {
        <Title text=title.clone() />
        <PageHeader title=title crumbs=crumbs crumbs_label=shell::administration(locale)>
            {remove}
        </PageHeader>
        <div class="page-body">
            <div class="page-narrow">{form}</div>
        </div>
        {dialog}
    }
    .into_any())
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
    let which = code.map(|code| {
        view! {
            <input type="hidden" name="id" value=code.id.to_string() />
            <input type="hidden" name=input_name("version") value=code.version.to_string() />
        }
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
    let send = if code.is_some() { common::save(locale) } else { common::create(locale) };
    let keep = code.map_or_else(|| "failure_code:new".to_owned(), |code| format!("failure_code:{}", code.id));
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
    view! {
        <form method="post" action=SAVE class="stack" novalidate data-keep=keep>
            {form.summary(|name| field(locale, name).to_owned())} {which} <Card>
                <div class="form-grid">{fields}</div>
            </Card>
            <div class="form-actions">
                <LinkButton href=FailureCodeQuery::PATH label=common::cancel(locale) />
                <Button label=send variant=Variant::Primary />
            </div>
        </form>
    }
    .into_any()
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

/// The dialog that deletes, with what has the code when it came back refused.
fn removal(locale: Locale, code: &FailureCodeView, replay: Option<&Replay>) -> AnyView {
    let id = code.id;
    let form = Form::new(locale, DELETE, replay);
    let answer = form.refusal().cloned();
    let where_used = Callback::new(move |usage: Usage| reference::list(FAILURE_CODES, id.0, usage.noun));
    let title = text::remove_title(locale, &code.code);
    view! {
        <Removal
            id=DIALOG
            title=title
            text=text::remove_what(locale)
            answer=Signal::stored(answer)
            open=form.came_back()
            where_used=where_used
        >
            <form method="post" action=DELETE>
                {delete_button(locale, id, false)}
            </form>
        </Removal>
    }
    .into_any()
}
