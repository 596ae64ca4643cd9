//! `/admin/import/:id`: one import at the step where it stands. `?step=` leads back to an earlier one.

use super::{LIST, columns, progress, result, text::state_badge, values};
use crate::{
    ApiResult, backend,
    page::{Asked, needs},
    shared::replay::Replay,
};
use domain::{
    ImportId, Noun, Permission,
    import::{FileProfile, ImportMapping, ImportRowErrors, ImportState, ImportView},
};
use i18n::{Locale, import as text, shell};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{LinkItem, PageHeader, Steps};

/// One import, as far as its step shows it.
struct Sheet {
    view: ImportView,
    at: Step,
    /// The file's columns and the mapping that was set, or that they suggest.
    columns: Option<(FileProfile, ImportMapping)>,
    /// The first refused rows.
    errors: Vec<ImportRowErrors>,
}

/// One import.
pub async fn detail(asked: Asked) -> ApiResult<AnyView> {
    needs(Permission::ImportRun)?;
    let id = asked.id::<ImportId>(Noun::Import)?;
    let step = asked.value("step").and_then(|step| Step::asked(&step));
    let sheet = backend::call(|s, by| async move {
        let imports = s.imports();
        let view = imports.get(&by, id).await?;
        let at = step_of(&view, step);
        let columns = match at {
            Step::Columns | Step::Values => {
                let (profile, suggested) = imports.columns(&by, id).await?;
                let mapping = view.mapping.clone().unwrap_or(suggested);
                Some((profile, mapping))
            }
            _ => None,
        };
        let errors = match view.state {
            ImportState::Checked | ImportState::Committed if columns.is_none() => {
                imports.row_errors(&by, id, &Default::default()).await?.data
            }
            _ => vec![],
        };
        Ok(Sheet { view, at, columns, errors })
    })
    .await?;
    Ok(page(asked.locale, &sheet, asked.replay().await.as_ref()))
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

impl Step {
    /// The step that the address asks for.
    fn asked(step: &str) -> Option<Self> {
        match step {
            "columns" => Some(Self::Columns),
            "values" => Some(Self::Values),
            "check" => Some(Self::Check),
            _ => None,
        }
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

fn page(locale: Locale, sheet: &Sheet, replay: Option<&Replay>) -> AnyView {
    let Sheet { view, at, columns, errors } = sheet;
    let title = text::title_one(locale, view.id);
    let crumbs = vec![LinkItem::new(LIST, text::title(locale))];
    let content = match (at, columns) {
        _ if view.state.is_running() => progress::running(locale, view, replay),
        (Step::File, _) => result::failed(locale, view),
        (Step::Columns, Some((profile, mapping))) => columns::form(locale, view, profile, mapping, replay),
        (Step::Values, Some((profile, mapping))) => values::form(locale, view, profile, mapping, replay),
        (Step::Check, _) => result::to_check(locale, view, replay),
        (Step::Commit, _) => result::checked(locale, view, errors, replay),
        _ => result::report(locale, view, errors, replay),
    };
    view! {
        <Title text=title.clone() />
        <PageHeader title=title crumbs=crumbs crumbs_label=shell::administration(locale) />
        <div class="toolbar">
            <p class="text-sm text-ink-2">
                <b>{view.file_name.clone()}</b>
                {format!(" · {} · {} {}", super::text::kind(locale, view.kind), view.site.code, view.site.name)}
            </p>
            <div class="end">{state_badge(locale, view)}</div>
        </div>
        <div class="page-body">
            <div class="stack">{stepper(locale, Some(view), *at)} {content}</div>
        </div>
    }
    .into_any()
}
