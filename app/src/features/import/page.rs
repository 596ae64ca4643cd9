//! `/admin/import/:id`: one import at the step where it stands. `?step=` leads back to an earlier one.

use super::{
    LIST,
    api::{ImportSheet, get_import},
    columns, progress, result,
    text::state_badge,
    values,
};
use crate::{
    session::{may, use_locale},
    shared::{
        list::use_query,
        load::loaded,
        replay::{Replay, form_replay},
    },
};
use domain::{
    Error, ImportId, Noun, Permission,
    import::{ImportState, ImportView},
};
use i18n::{Locale, common, import as text, shell};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use ui::{LinkItem, PageHeader, SkeletonDetail, Steps};

/// One import.
pub fn import_page() -> AnyView {
    let locale = use_locale();
    let (params, search) = (use_params_map(), use_query());
    let allowed = may(Permission::ImportRun);
    // The step stands in the address, and each step changes what the next one shows: it is read anew.
    let key = move || (params.with(|p| p.get("id")), search.get());
    let sheet = Resource::new(key, move |(id, query)| async move {
        if !allowed {
            return Err(Error::Forbidden.into());
        }
        let id = id.and_then(|id| id.parse::<ImportId>().ok()).ok_or(Error::NotFound(Noun::Import))?;
        let token = domain::url::pairs(&query).into_iter().find(|(key, _)| key == "replay");
        let replay = match token {
            Some((_, token)) => form_replay(token).await.ok().flatten(),
            None => None,
        };
        Ok((get_import(id).await?, replay, query))
    });
    let skeleton = move || view! { <SkeletonDetail label=common::loading(locale) /> }.into_any();
    let again = Callback::new(move |()| sheet.refetch());
    loaded(sheet, skeleton, move |(sheet, replay, query)| page(locale, sheet, replay, asked(&query), again))
}

/// The steps of the wizard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    File,
    Columns,
    Values,
    Check,
    Commit,
    Report,
}

/// The step that the address asks for.
fn asked(query: &str) -> Option<Step> {
    let pairs = domain::url::pairs(query);
    let step = pairs.iter().find(|(key, _)| key == "step").map(|(_, step)| step.as_str())?;
    match step {
        "columns" => Some(Step::Columns),
        "values" => Some(Step::Values),
        "check" => Some(Step::Check),
        _ => None,
    }
}

/// The step to show: the one asked for while it may still be taken, else where the import stands.
fn step_of(view: &ImportView, asked: Option<Step>) -> Step {
    match view.state {
        ImportState::Receiving | ImportState::Failed => Step::File,
        ImportState::Uploaded => match (asked, &view.mapping) {
            (Some(Step::Columns), _) | (_, None) => Step::Columns,
            (Some(step), _) => step,
            (None, _) => Step::Check,
        },
        ImportState::Checking => Step::Check,
        ImportState::Checked => match asked {
            Some(Step::Columns) => Step::Columns,
            Some(Step::Values) => Step::Values,
            _ => Step::Commit,
        },
        ImportState::Committing => Step::Commit,
        ImportState::Committed | ImportState::Undoing | ImportState::Undone => Step::Report,
    }
}

/// Where one is, with links to the steps that may be taken again.
pub(super) fn stepper(locale: Locale, view: Option<&ImportView>, at: Step) -> AnyView {
    let open = view.filter(|v| matches!(v.state, ImportState::Uploaded | ImportState::Checked));
    let back = |step: &str, to: Step| {
        open.filter(|v| v.mapping.is_some() && to != at).map(|v| format!("{LIST}/{}?step={step}", v.id))
    };
    let step = |label: &str, href: Option<String>| ui::Step { label: label.to_owned(), href };
    let steps = vec![
        step(text::step_file(locale), None),
        step(text::step_columns(locale), back("columns", Step::Columns)),
        step(text::step_values(locale), back("values", Step::Values)),
        step(text::step_check(locale), back("check", Step::Check).filter(|_| at != Step::Commit)),
        step(text::step_commit(locale), None),
        step(text::step_report(locale), None),
    ];
    let current = match view.map(|v| v.state) {
        Some(ImportState::Committed | ImportState::Undone) => 6,
        _ => at as usize,
    };
    view! { <Steps label=text::steps(locale) steps=steps current=current /> }.into_any()
}

fn page(
    locale: Locale,
    sheet: ImportSheet,
    replay: Option<Replay>,
    asked: Option<Step>,
    again: Callback<()>,
) -> AnyView {
    let ImportSheet { view, columns, errors } = sheet;
    let at = step_of(&view, asked);
    let title = text::title_one(locale, view.id);
    let crumbs = vec![LinkItem::new(LIST, text::title(locale))];
    let steps = stepper(locale, Some(&view), at);
    let content = match (at, columns) {
        _ if view.state.is_running() => progress::running(locale, view.clone(), replay, again),
        (Step::File, _) => result::failed(locale, &view),
        (Step::Columns, Some((profile, mapping))) => columns::form(locale, &view, &profile, &mapping, replay),
        (Step::Values, Some((profile, mapping))) => values::form(locale, &view, &profile, &mapping, replay),
        (Step::Check, _) => result::to_check(locale, &view, replay, again),
        (Step::Commit, _) => result::checked(locale, &view, &errors, replay, again),
        _ => result::report(locale, &view, &errors, replay, again),
    };
    view! {
        <Title text=title.clone() />
        <PageHeader title=title crumbs=crumbs crumbs_label=shell::administration(locale) />
        <div class="toolbar">
            <p class="text-sm text-ink-2">
                <b>{view.file_name.clone()}</b>
                {format!(" · {} · {} {}", super::text::kind(locale, view.kind), view.site.code, view.site.name)}
            </p>
            <div class="end">{state_badge(locale, &view)}</div>
        </div>
        <div class="page-body">
            <div class="stack">{steps} {content}</div>
        </div>
    }
    .into_any()
}
