//! What the failures of an intervention were: shown, and said in a dialog for each of them.

use super::{Dialogs, edit::minute};
use crate::{
    dialog::FormDialog,
    failure_code::{self, choice, question},
    form::Form,
    shared::form::input_name,
};
use domain::{
    FieldDiff, LocalDateTime,
    failure_code::{CodeKind, FailureCodeRef, FailureCodeView},
    intervention::{FailureView, WorkAction},
};
use i18n::{Locale, common, failure as text, format};
use leptos::prelude::*;
use ui::{Badge, Card, DialogButton, Dl, DlItem, Icon, Tone};

/// Where a diagnosis is sent.
pub(super) const DIAGNOSE: &str = "/rpc/work/diagnose";

/// The failures that count.
fn counted<'a>(d: &'a Dialogs) -> impl Iterator<Item = &'a FailureView> {
    d.work.failures.iter().filter(|failure| !failure.withdrawn)
}

fn dialog_id(failure: &FailureView) -> String {
    format!("diagnose-{}", failure.id)
}

/// One card with each failure, its codes and its times.
pub fn diagnosis(d: &Dialogs) -> AnyView {
    let locale = d.locale;
    let several = counted(d).count() > 1;
    let parts = counted(d).map(|failure| part(d, failure, several)).collect_view();
    match counted(d).next() {
        Some(_) => view! {
            <div id="diagnosis">
                <Card title=text::diagnosis(locale)>
                    <div class="stack">{parts}</div>
                </Card>
            </div>
        }
        .into_any(),
        None => ().into_any(),
    }
}

fn part(d: &Dialogs, f: &FailureView, several: bool) -> AnyView {
    let locale = d.locale;
    let code = |of: &Option<FailureCodeRef>| match of {
        Some(of) => view! {
            <span class="code">{of.code.clone()}</span>
            " "
            {failure_code::label(locale, of).to_owned()}
        }
        .into_any(),
        None => view! { <span class="text-ink-3">{text::not_known(locale)}</span> }.into_any(),
    };
    let time = |at: Option<LocalDateTime>| at.map(|at| format::date_time(locale, at)).unwrap_or_default();
    let external = f.external.then(|| {
        view! {
            <p class="flex flex-wrap items-center gap-2">
                <Badge label=text::external_mark(locale) icon=Icon::Info tone=Tone::Mute />
                <span class="text-sm text-ink-2">{text::external_what(locale)}</span>
            </p>
        }
    });
    let again = f.stops.then(|| {
        view! { <DlItem label=text::running_again(locale) value=time(f.running_again_local) /> }
    });
    let say = d.work.actions.contains(&WorkAction::Diagnose).then(|| {
        view! {
            <p>
                <DialogButton dialog=dialog_id(f) label=text::diagnose(locale) icon=Icon::Pencil />
            </p>
        }
    });
    let (mode, mechanism, cause) = (code(&f.mode), code(&f.mechanism), code(&f.cause));
    let (began, restored) = (time(Some(f.started_local)), time(f.restored_local));
    view! {
        <div class="stack">
            {several.then(|| view! { <h3 class="font-bold wrap-anywhere">{f.title.clone()}</h3> })}
            <Dl>
                <DlItem label=text::mode(locale)>{mode}</DlItem>
                <DlItem label=text::mechanism(locale)>{mechanism}</DlItem>
                <DlItem label=text::cause(locale)>{cause}</DlItem>
                <DlItem label=text::started(locale) value=began />
                {again}
                <DlItem label=text::restored(locale) value=restored />
            </Dl>
            {external}
            {say}
        </div>
    }
    .into_any()
}

/// The dialogs of those buttons.
pub(super) fn diagnoses(d: &Dialogs) -> AnyView {
    counted(d).map(|failure| dialog(d, failure)).collect_view().into_any()
}

fn dialog(d: &Dialogs, f: &FailureView) -> AnyView {
    let locale = d.locale;
    let (id, which) = (dialog_id(f), f.id.to_string());
    let offered = d.codes.iter().find(|(machine, _)| *machine == f.equipment_id);
    let offered = offered.map_or(&[][..], |(_, codes)| codes);
    // What came back is of one failure.
    let replay = d.replay.filter(|replay| replay.value("failure") == Some(which.as_str()));
    let known: Vec<FailureCodeRef> = offered.iter().map(FailureCodeView::named).chain(stored(f)).collect();
    let form = Form::new(locale, DIAGNOSE, replay)
        .within(&id)
        .with_stored_text(move |locale: Locale, diff: &FieldDiff| stored_text(locale, diff, &known));
    let selects = CodeKind::ALL.iter().map(|kind| select(locale, &form, f, *kind, offered)).collect_view();
    let time = |at: Option<LocalDateTime>| at.map(minute).unwrap_or_default();
    let began = form.input("started", text::started(locale)).stored(time(Some(f.started_local)));
    let again = form.input("running_again", text::running_again(locale)).stored(time(f.running_again_local));
    let restored = form.input("restored", text::restored(locale)).stored(time(f.restored_local));
    let title = f.title.clone();
    let fields = view! {
        <p class="wrap-anywhere text-ink-2">{title}</p>
        {selects}
        {form.tick("external", text::external(locale), f.external)}
        {began.required().hint(text::clock_hint(locale)).time()}
        {f.stops.then(|| again.hint(text::again_hint(locale)).time())}
        {restored.hint(text::restored_hint(locale)).time()}
    };
    let hidden = vec![
        ("id".to_owned(), d.work.detail.row.id.to_string()),
        ("failure".to_owned(), which),
        (input_name("version"), f.version.to_string()),
    ];
    let around = FormDialog { hidden, ..FormDialog::saving(locale, id, text::diagnosis(locale)) };
    around.draw(locale, &form, |name| field(locale, name).to_owned(), fields.into_any())
}

/// The codes that a failure has.
fn stored(f: &FailureView) -> impl Iterator<Item = FailureCodeRef> {
    [f.mode.clone(), f.mechanism.clone(), f.cause.clone()].into_iter().flatten()
}

/// The codes of one question: those for this type of machine, those for every type, and the one that is stored if it is
/// offered no more.
fn select(
    locale: Locale,
    form: &Form,
    f: &FailureView,
    kind: CodeKind,
    offered: &[FailureCodeView],
) -> AnyView {
    let (name, now) = match kind {
        CodeKind::Mode => ("mode_id", &f.mode),
        CodeKind::Mechanism => ("mechanism_id", &f.mechanism),
        CodeKind::Cause => ("cause_id", &f.cause),
    };
    let of_kind = || offered.iter().filter(|code| code.kind == kind);
    let group = |own: bool| {
        let of_group = of_kind().filter(|code| code.equipment_type.is_some() == own);
        of_group.map(|code| choice(locale, &code.named())).collect::<Vec<_>>()
    };
    let kept = now.iter().filter(|now| of_kind().all(|code| code.id != now.id));
    let groups = vec![
        (text::stored_code(locale).to_owned(), kept.map(|code| choice(locale, code)).collect()),
        (text::this_type(locale).to_owned(), group(true)),
        (text::all_types(locale).to_owned(), group(false)),
    ];
    let stored = now.as_ref().map(|code| code.id.to_string()).unwrap_or_default();
    let input = form.input(name, failure_code::kind(locale, kind)).stored(stored);
    input.hint(question(locale, kind)).grouped(groups, text::not_known(locale))
}

/// The name of a field.
fn field(locale: Locale, field: &str) -> &'static str {
    match field {
        "mode_id" => text::mode(locale),
        "mechanism_id" => text::mechanism(locale),
        "cause_id" => text::cause(locale),
        "external" => text::external_mark(locale),
        "running_again" => text::running_again(locale),
        "restored" => text::restored(locale),
        _ => text::started(locale),
    }
}

/// The words behind what somebody else has stored meanwhile.
fn stored_text(locale: Locale, diff: &FieldDiff, known: &[FailureCodeRef]) -> String {
    let now = diff.current.as_str();
    match diff.field.as_str() {
        "mode_id" | "mechanism_id" | "cause_id" => match known.iter().find(|code| code.id.to_string() == now)
        {
            Some(code) => choice(locale, code).1,
            None => text::not_known(locale).to_owned(),
        },
        "external" if now == "true" => common::yes(locale).to_owned(),
        "external" => common::no(locale).to_owned(),
        _ => now.parse().map_or_else(|_| now.to_owned(), |at| format::date_time(locale, at)),
    }
}
