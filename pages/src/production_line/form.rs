//! `/admin/lines/new` and `/admin/lines/:id/edit`.

use super::{api::LIST, site_of};
use crate::{
    ApiResult, backend,
    form::Form,
    page::{Asked, needs},
    record::{Deletion, RecordForm, record_page},
    shared::form::input_name,
    site::api::site_choices,
};
use domain::{
    LineId, Noun, Permission,
    production_line::{LineDraft, LineView},
    reference::LINES,
    site::SiteRef,
};
use i18n::{Locale, common, production_line as text};
use leptos::prelude::*;
use ui::LinkItem;

const SAVE: &str = "/rpc/production-line/save";
const DELETE: &str = "/rpc/production-line/delete";

/// The form of a new line.
pub async fn new(asked: Asked) -> ApiResult<AnyView> {
    needs(Permission::StructureWrite)?;
    page(&asked, None).await
}

/// The form of one that is there.
pub async fn edit(asked: Asked) -> ApiResult<AnyView> {
    needs(Permission::StructureWrite)?;
    let id: LineId = asked.id(Noun::ProductionLine)?;
    let line = backend::call(|s, by| async move { s.lines().get(&by, id).await }).await?;
    page(&asked, Some(&line)).await
}

async fn page(asked: &Asked, line: Option<&LineView>) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let replay = asked.replay().await;
    let title = line.map_or_else(|| text::new(locale).to_owned(), |l| format!("{} {}", l.code, l.name));
    let deletion = line.map(|line| Deletion {
        action: DELETE,
        id: line.id.0,
        of: LINES,
        dialog: "delete-line",
        label: text::remove(locale),
        title: common::remove_title(locale, &line.name),
        what: text::remove_what(locale),
    });
    let form = Form::new(locale, SAVE, replay.as_ref());
    let site = match line {
        Some(line) => kept_site(locale, line),
        None => site(locale, &form, &asked.query, site_choices().await?),
    };
    let form = fields(locale, &form, line, site);
    let list = LinkItem::new(LIST, text::title(locale));
    Ok(record_page(locale, title, list, deletion, replay.as_ref(), form))
}

fn fields(locale: Locale, form: &Form, line: Option<&LineView>, site: AnyView) -> AnyView {
    let stored = line.map(LineDraft::from).unwrap_or_default();
    let code = form.input("code", text::code(locale)).stored(stored.code).max(20).required();
    let name = form.input("name", text::name(locale)).stored(stored.name).max(120).required();
    let about = form.input("description", text::description(locale)).stored(stored.description).max(2000);
    let fields = view! {
        <div class="wide">{site}</div>
        {code.hint(text::code_hint(locale)).line()}
        {name.line()}
        {about.wide().area(3)}
    };
    let of = line.map(|line| (line.id.0, line.version));
    RecordForm { noun: "line", of, list: LIST, label }.draw(locale, form, fields.into_any())
}

/// A new line stands on the site that the address names, or on the only one there is.
fn site(locale: Locale, form: &Form, query: &str, sites: Vec<SiteRef>) -> AnyView {
    let first = site_of(query).or_else(|| (sites.len() == 1).then(|| sites[0].id));
    let stored = first.map(|id| id.to_string()).unwrap_or_default();
    let options = sites.into_iter().map(|s| (s.id.to_string(), format!("{} {}", s.code, s.name))).collect();
    let input = form.input("site_id", text::site(locale)).stored(stored).required();
    input.select(options, Some(common::choose(locale)))
}

/// A line keeps its site.
fn kept_site(locale: Locale, line: &LineView) -> AnyView {
    view! {
        <input type="hidden" name=input_name("site_id") value=line.site.id.to_string() />
        <p class="label">{text::site(locale)}</p>
        <p>{format!("{} {}", line.site.code, line.site.name)}</p>
        <p class="hint">{text::site_fixed(locale)}</p>
    }
    .into_any()
}

fn label(locale: Locale, field: &str) -> &'static str {
    match field {
        "site_id" => text::site(locale),
        "code" => text::code(locale),
        "name" => text::name(locale),
        _ => text::description(locale),
    }
}
