//! Steps 4 to 6: the check, its counts and row errors, the commit, the report and the way back.

use super::{
    LIST,
    api::{CHECK, COMMIT, UNDO},
    progress::start,
    reasons, text,
};
use crate::{
    form::Form,
    shared::{removal::Removal, replay::Replay},
};
use domain::{
    equipment::EquipmentQuery,
    error::Usage,
    import::{ImportKind, ImportRowErrors, ImportState, ImportView},
    intervention::InterventionQuery,
};
use i18n::{Locale, format, import as words};
use leptos::prelude::*;
use ui::{Banner, Button, Card, DialogButton, Icon, Kpi, Kpis, LinkButton, Table, Tone, Variant};

const DIALOG: &str = "undo-import";

/// The file could not be read, or is still on its way.
pub(super) fn failed(locale: Locale, view: &ImportView) -> AnyView {
    let why = view.failure.as_ref().map(|f| text::failure(locale, f));
    let banner = why.map(|why| {
        view! {
            <Banner tone=Tone::Danger icon=Icon::OctagonX round=true>
                <strong>{words::failed_title(locale)}</strong>
                " "
                {why}
            </Banner>
        }
    });
    view! {
        {banner}
        <div class="form-actions">
            <LinkButton href="/admin/import/new" label=words::try_other(locale) variant=Variant::Primary />
        </div>
    }
    .into_any()
}

/// Ready for the dry run.
pub(super) fn to_check(locale: Locale, view: &ImportView, replay: Option<&Replay>) -> AnyView {
    let back = format!("{LIST}/{}?step=columns", view.id);
    let check = words::check(locale).to_owned();
    view! {
        <Card title=words::check_title(locale)>
            <p>{words::check_what(locale)}</p>
        </Card>
        <div class="form-actions">
            <LinkButton href=back label=words::back_columns(locale) />
            {start(locale, view, CHECK, replay, check, Icon::ClipboardCheck)}
        </div>
    }
    .into_any()
}

/// What the dry run found, and the button that writes it.
pub(super) fn checked(
    locale: Locale,
    view: &ImportView,
    errors: &[ImportRowErrors],
    replay: Option<&Replay>,
) -> AnyView {
    let commit = match view.rows_new {
        0 => view! { <p class="text-ink-2">{words::nothing_new(locale)}</p> }.into_any(),
        rows => {
            let label = words::commit(locale, rows).replace(&rows.to_string(), &format::whole(locale, rows));
            start(locale, view, COMMIT, replay, label, Icon::FileUp)
        }
    };
    let back = format!("{LIST}/{}?step=columns", view.id);
    let note =
        (view.rows_refused > 0).then(|| view! { <p class="text-ink-2">{words::commit_what(locale)}</p> });
    view! {
        {counts(locale, view, false)}
        {note}
        {reasons::list(locale, view, replay)}
        {refused(locale, view, errors)}
        <div class="form-actions">
            <LinkButton href=back label=words::back_columns(locale) />
            {commit}
        </div>
    }
    .into_any()
}

/// What came in, or that it was taken out again.
pub(super) fn report(
    locale: Locale,
    view: &ImportView,
    errors: &[ImportRowErrors],
    replay: Option<&Replay>,
) -> AnyView {
    let undone = view.state == ImportState::Undone;
    let when = view.finished_local.map(|at| format::date_time(locale, at)).unwrap_or_default();
    let (title, what) = match undone {
        true if view.rows_kept > 0 => {
            let kept = words::undone_kept(locale, view.rows_kept);
            (words::undone_title(locale), format!("{} {kept}", words::undone_most(locale)))
        }
        true => (words::undone_title(locale), words::undone_what(locale).to_owned()),
        false => {
            (words::done_title(locale), words::done_what(locale, format::whole(locale, view.rows_new), when))
        }
    };
    let (tone, icon) = if undone { (Tone::Info, Icon::Ban) } else { (Tone::Ok, Icon::CircleCheck) };
    let kept = (undone && view.rows_kept > 0).then(|| {
        let href = InterventionQuery { import: Some(view.id), ..InterventionQuery::default() }.href();
        view! { <LinkButton href=href label=words::see_kept(locale) /> }
    });
    let groups = reasons::list(locale, view, None);
    let ways = (!undone).then(|| {
        let (href, label) = match view.kind {
            ImportKind::Interventions => (
                InterventionQuery { import: Some(view.id), ..InterventionQuery::default() }.href(),
                words::see_rows(locale),
            ),
            ImportKind::Equipment => (
                EquipmentQuery { site: vec![view.site.id], ..EquipmentQuery::default() }.href(),
                words::see_equipment(locale),
            ),
        };
        view! {
            {undo(locale, view, replay)}
            <LinkButton href=href label=label variant=Variant::Primary />
        }
    });
    view! {
        <Banner tone=tone icon=icon round=true>
            <strong>{title}</strong>
            " "
            {what}
        </Banner>
        {counts(locale, view, true)}
        {groups}
        {refused(locale, view, errors)}
        <div class="form-actions">{kept} {ways}</div>
    }
    .into_any()
}

fn counts(locale: Locale, view: &ImportView, done: bool) -> AnyView {
    let figure = move |label: &'static str, n: i64| {
        view! { <Kpi label=label value=Some(format::whole(locale, n)) /> }
    };
    let (equipment, types) = match done {
        true => (words::equipment_made(locale), words::types_made(locale)),
        false => (words::equipment_new(locale), words::types_new(locale)),
    };
    let with_equipment = (view.kind == ImportKind::Interventions && view.equipment_new > 0)
        .then(|| figure(equipment, view.equipment_new));
    let with_types = (view.types_new > 0).then(|| figure(types, view.types_new));
    let first = [
        (words::new_rows(locale), view.rows_new),
        (words::known(locale), view.rows_known),
        (words::refused(locale), view.rows_refused),
    ];
    let first = first.map(|(label, n)| figure(label, n)).into_iter().collect_view();
    view! {
        <Kpis>
            {first}
            {with_equipment}
            {with_types}
        </Kpis>
    }
    .into_any()
}

/// The refused rows: the first ones in a table, all of them as a file.
fn refused(locale: Locale, view: &ImportView, errors: &[ImportRowErrors]) -> AnyView {
    if errors.is_empty() {
        return ().into_any();
    }
    let head = view! {
        <th scope="col" class="num">
            {words::errors_line(locale)}
        </th>
        <th scope="col">{words::errors_column(locale)}</th>
        <th scope="col">{words::errors_value(locale)}</th>
        <th scope="col">{words::errors_reason(locale)}</th>
    }
    .into_any();
    let rows = errors
        .iter()
        .flat_map(|row| row.errors.iter().map(|e| (row.line, e)))
        .map(|(line, e)| {
            view! {
                <tr>
                    <td data-label=words::errors_line(locale) class="num">
                        {format::whole(locale, line)}
                    </td>
                    <td data-label=words::errors_column(locale)>{text::column(locale, e)}</td>
                    <td data-label=words::errors_value(locale) class="wrap">
                        {e.value.clone()}
                    </td>
                    <td data-label=words::errors_reason(locale) class="wrap">
                        {text::reason(locale, e)}
                    </td>
                </tr>
            }
        })
        .collect_view();
    let shown = i64::try_from(errors.len()).unwrap_or(i64::MAX);
    let more = (view.rows_refused > shown).then(|| {
        view! { <p class="text-ink-2">{words::errors_more(locale, format::whole(locale, shown))}</p> }
    });
    let download = view.has_refused_file.then(|| {
        let href = format!("/admin/import/{}/refused.csv", view.id);
        view! {
            <LinkButton
                href=href
                label=words::download_refused(locale)
                icon=Icon::Download
                download=true
                rel="external"
            />
        }
    });
    view! {
        <Card title=words::errors(locale)>
            <div class="stack">
                <Table caption=words::errors(locale) head=head stacked=true compact=true>
                    {rows}
                </Table>
                {more}
                <div>{download}</div>
            </div>
        </Card>
    }
    .into_any()
}

/// The button that takes the import out again, behind a question.
pub(super) fn undo(locale: Locale, view: &ImportView, replay: Option<&Replay>) -> AnyView {
    let form = Form::new(locale, UNDO, replay);
    let (answer, open) = (form.refusal().cloned(), form.is_replayed());
    let id = view.id.to_string();
    let rows = format::whole(locale, view.rows_new);
    let what = words::undo_what(locale, view.rows_new).replace(&view.rows_new.to_string(), &rows);
    view! {
        <DialogButton dialog=DIALOG label=words::undo(locale) icon=Icon::Undo variant=Variant::Ghost />
        <Removal
            id=DIALOG
            title=words::undo_title(locale, view.id)
            text=what
            answer=Signal::stored(answer)
            open=open
            where_used=Callback::new(|_: Usage| None)
        >
            <form method="post" action=UNDO>
                <input type="hidden" name="id" value=id />
                <Button label=words::undo(locale) variant=Variant::Danger />
            </form>
        </Removal>
    }
    .into_any()
}
