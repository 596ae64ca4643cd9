//! The dialogs of an intervention's steps: one form each, drawn open when it comes back refused.

use super::{
    assign, diagnosis, hours, parts,
    text::{self as words, field},
};
use crate::{
    checklist,
    dialog::FormDialog,
    form::Form,
    shared::{
        form::{input_name, refused},
        replay::Replay,
    },
};
use domain::{
    EquipmentId, Error, Refusal, UserId,
    failure_code::FailureCodeView,
    intervention::{Candidate, HoldReason, MachineAfter, ReturnKind, WorkAction as A, WorkView},
};
use i18n::{Locale, work as text};
use leptos::prelude::*;
use ui::Variant;

/// What the dialogs are drawn from.
pub struct Dialogs<'a> {
    pub locale: Locale,
    pub work: &'a WorkView,
    /// The viewer.
    pub me: Option<UserId>,
    /// Those to whom it can be given; empty for whoever may not.
    pub assignable: Vec<Candidate>,
    /// The codes that the failures of each machine can be diagnosed with; empty for whoever may not.
    pub codes: Vec<(EquipmentId, Vec<FailureCodeView>)>,
    pub replay: Option<&'a Replay>,
    /// The dialog that the address opens.
    pub open: Option<String>,
}

pub(super) const PAUSE: &str = "pause-work";
pub(super) const FINISH: &str = "finish-work";
pub(super) const VALIDATE: &str = "validate-work";
pub(super) const RETURN: &str = "return-work";
pub(super) const CANCEL: &str = "cancel-work";
pub(super) const COMMENT: &str = "/rpc/work/comment";
pub(super) const ASSIGN: &str = "assign-work";

/// The steps whose forms stand in dialogs.
const IN_DIALOGS: &[(&str, A)] = &[
    ("/rpc/work/assign", A::Assign),
    ("/rpc/work/pause", A::Pause),
    ("/rpc/work/finish", A::Finish),
    ("/rpc/work/validate", A::Validate),
    (hours::LOG, A::LogTime),
    (hours::CHANGE, A::LogTime),
    ("/rpc/work/return", A::Return),
    ("/rpc/work/cancel", A::Cancel),
    (diagnosis::DIAGNOSE, A::Diagnose),
    (parts::ADD, A::Parts),
    (parts::CHANGE, A::Parts),
];

/// Why a step was refused whose form is not on the page: a single press, or a step that is not possible any more. What was
/// typed stands below, so that it can be used elsewhere.
pub fn refusal(d: &Dialogs) -> AnyView {
    let Some(replay) = d.replay.filter(|replay| replay.path.starts_with("/rpc/work/")) else {
        return ().into_any();
    };
    let drawn =
        IN_DIALOGS.iter().any(|(path, action)| *path == replay.path && d.work.actions.contains(action))
            && !parts::is_gone(d, replay)
            && !hours::is_gone(d, replay);
    if drawn || replay.path == COMMENT && d.work.actions.contains(&A::Comment) || asks_about_running(replay) {
        return ().into_any();
    }
    let typed = ["draft[report]", "draft[reason]", "draft[remark]", "draft[text]", "draft[cause]"]
        .iter()
        .filter_map(|name| replay.value(name))
        .filter(|text| !text.trim().is_empty())
        .map(|text| view! { <p class="whitespace-pre-line wrap-anywhere">{text.to_owned()}</p> })
        .collect::<Vec<_>>();
    let typed = (!typed.is_empty()).then(|| {
        view! {
            <div class="card mt-2 p-4">
                <p class="hint">{text::typed(d.locale)}</p>
                {typed}
            </div>
        }
    });
    view! {
        <div class="mt-3">
            {refused(d.locale, &replay.error, &|name: &str| field(d.locale, name))} {typed}
        </div>
    }
    .into_any()
}

/// Whether somebody began while their clock runs on another job.
fn asks_about_running(replay: &Replay) -> bool {
    matches!(replay.error, Error::Refused(Refusal::StillRunning { .. }))
}

/// The dialogs of those buttons.
pub fn dialogs(d: &Dialogs) -> AnyView {
    let may = |action| d.work.actions.contains(&action);
    view! {
        {may(A::Assign).then(|| assign::dialog_of(d))}
        {may(A::Pause).then(|| pause(d))}
        {may(A::Finish).then(|| finish(d))}
        {may(A::Validate).then(|| validate(d))}
        {may(A::LogTime).then(|| hours::dialogs(d))}
        {may(A::Return).then(|| send_back(d))}
        {may(A::Cancel).then(|| cancel(d))}
        {may(A::Diagnose).then(|| diagnosis::diagnoses(d))}
        {may(A::Parts).then(|| parts::dialogs(d))}
        {running(d)}
    }
    .into_any()
}

/// A dialog with one form. `fields` stand between the refusal and the buttons.
pub(super) fn dialog(
    d: &Dialogs,
    id: &'static str,
    title: &'static str,
    form: &Form,
    send: (&'static str, Variant),
    fields: AnyView,
) -> AnyView {
    let locale = d.locale;
    let detail = &d.work.detail;
    let hidden = vec![
        ("id".to_owned(), detail.row.id.to_string()),
        (input_name("version"), detail.version.to_string()),
    ];
    let asked_for = d.open.as_deref() == Some(id);
    let (id, title, cancel) = (id.to_owned(), title.to_owned(), text::keep(locale));
    let around = FormDialog { id, title, asked_for, hidden, cancel, send, beside: None };
    around.draw(locale, form, |name| field(locale, name), fields)
}

fn pause(d: &Dialogs) -> AnyView {
    let locale = d.locale;
    let form = Form::new(locale, "/rpc/work/pause", d.replay);
    let reasons =
        HoldReason::ALL.iter().map(|r| (r.to_string(), words::hold(locale, *r).to_owned())).collect();
    let reason = form.input("reason", text::reason(locale)).stored(HoldReason::Part.as_str()).required();
    let fields = view! { {reason.radio(reasons)} {remark(locale, &form)} };
    let send = (text::pause(locale), Variant::Primary);
    dialog(d, PAUSE, text::pause_title(locale), &form, send, fields.into_any())
}

pub(super) fn remark(locale: Locale, form: &Form) -> AnyView {
    form.input("remark", text::remark(locale)).max(1000).area(2)
}

fn finish(d: &Dialogs) -> AnyView {
    let locale = d.locale;
    let detail = &d.work.detail;
    let form = Form::new(locale, "/rpc/work/finish", d.replay);
    let stored = |text: &Option<String>| text.clone().unwrap_or_default();
    let stopping = d.work.failures.iter().any(|f| f.stops && f.restored_at.is_none() && !f.withdrawn);
    let after =
        MachineAfter::ALL.iter().map(|m| (m.to_string(), words::machine(locale, *m).to_owned())).collect();
    let report = form.input("report", text::report(locale)).stored(stored(&detail.report)).max(10_000);
    let machine = form.input("machine", text::machine_after(locale)).stored(MachineAfter::Running.as_str());
    let again = form.input("running_since", text::running_since(locale)).hint(text::since_hint(locale));
    let observations = form.input("observations", text::observations(locale));
    let cost = form.input("other_cost", text::other_cost(locale, &d.work.currency));
    let fields = view! {
        {checklist::missing(locale, d.work)}
        {report.required().hint(text::report_hint(locale)).area(5)}
        {machine.required().radio(after)}
        {stopping.then(|| again.time())}
        {form.input("cause", text::cause(locale)).stored(stored(&detail.cause)).max(500).line()}
        {observations.stored(stored(&detail.observations)).max(2000).area(2)}
        {cost.max(20).amount()}
    };
    let send = (text::finish(locale), Variant::Primary);
    dialog(d, FINISH, text::finish_title(locale), &form, send, fields.into_any())
}

fn validate(d: &Dialogs) -> AnyView {
    let locale = d.locale;
    let form = Form::new(locale, "/rpc/work/validate", d.replay);
    let fields = view! {
        <p>{text::validate_what(locale)}</p>
        {form.input("reason", text::remark(locale)).max(1000).area(3)}
    };
    let send = (text::validate(locale), Variant::Primary);
    dialog(d, VALIDATE, text::validate_title(locale), &form, send, fields.into_any())
}

fn send_back(d: &Dialogs) -> AnyView {
    let locale = d.locale;
    let form = Form::new(locale, "/rpc/work/return", d.replay);
    let kinds =
        ReturnKind::ALL.iter().map(|k| (k.to_string(), words::return_kind(locale, *k).to_owned())).collect();
    let kind = form.input("kind", text::return_kind(locale)).stored(ReturnKind::Paperwork.as_str());
    let fields = view! {
        {kind.required().radio(kinds)}
        {form.input("reason", text::return_reason(locale)).max(1000).required().area(3)}
        {form.input("failed_at", text::failed_at(locale)).hint(text::failed_hint(locale)).time()}
    };
    let send = (text::send_back(locale), Variant::Primary);
    dialog(d, RETURN, text::return_title(locale), &form, send, fields.into_any())
}

fn cancel(d: &Dialogs) -> AnyView {
    let locale = d.locale;
    let form = Form::new(locale, "/rpc/work/cancel", d.replay);
    let fields = form.input("reason", text::reason(locale)).max(1000).required().area(3);
    let send = (text::cancel(locale), Variant::Danger);
    dialog(d, CANCEL, text::cancel_title(locale), &form, send, fields)
}

/// Asked when somebody begins while their clock runs on another job.
fn running(d: &Dialogs) -> AnyView {
    let locale = d.locale;
    let Some(replay) = d.replay.filter(|replay| asks_about_running(replay)) else { return ().into_any() };
    let steps = [("/rpc/work/start", text::start(locale)), ("/rpc/work/resume", text::resume(locale))];
    let Some((action, label)) = steps.into_iter().find(|(action, _)| *action == replay.path) else {
        return ().into_any();
    };
    let form = Form::new(locale, action, d.replay);
    let options = vec![
        ("stop".to_owned(), text::running_stop(locale).to_owned()),
        ("keep".to_owned(), text::running_keep(locale).to_owned()),
    ];
    let fields = form.input("running", text::running(locale)).stored("stop").required().radio(options);
    dialog(d, "running-work", text::running_title(locale), &form, (label, Variant::Primary), fields)
}
