//! The dialogs of an intervention's steps: one form each, drawn open when it comes back refused.

use super::{
    assign,
    text::{self as words, field},
};
use crate::form::Form;
use app::shared::{form::input_name, replay::Replay};
use domain::{
    intervention::{HoldReason, MachineAfter, ReturnKind, WorkAction as A, WorkView},
    user::UserRef,
};
use i18n::{Locale, common, work as text};
use leptos::prelude::*;
use ui::{Button, Checkbox, Dialog, DialogActions, Field, RadioGroup, Select, TextArea, Variant};

/// What the dialogs are drawn from.
pub struct Dialogs<'a> {
    pub locale: Locale,
    pub work: &'a WorkView,
    /// Those to whom it can be given; empty for whoever may not.
    pub assignable: Vec<UserRef>,
    pub replay: Option<&'a Replay>,
}

pub(super) const PAUSE: &str = "pause-work";
pub(super) const FINISH: &str = "finish-work";
pub(super) const VALIDATE: &str = "validate-work";
pub(super) const RETURN: &str = "return-work";
pub(super) const HOURS: &str = "log-time";
pub(super) const CANCEL: &str = "cancel-work";
pub(super) const ASSIGN: &str = "assign-work";

/// The dialogs of those buttons.
pub fn dialogs(d: &Dialogs) -> AnyView {
    let may = |action| d.work.actions.contains(&action);
    view! {
        {may(A::Assign).then(|| assign::dialog_of(d))}
        {may(A::Pause).then(|| pause(d))}
        {may(A::Finish).then(|| finish(d))}
        {may(A::Validate).then(|| validate(d))}
        {may(A::LogTime).then(|| hours(d))}
        {may(A::Return).then(|| send_back(d))}
        {may(A::Cancel).then(|| cancel(d))}
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
    (send, variant): (&'static str, Variant),
    fields: AnyView,
) -> AnyView {
    let locale = d.locale;
    let version = d.work.detail.version.to_string();
    let form_id = format!("{id}-form");
    let (action, came_back) = (form.action, form.came_back());
    let summary = form.summary(|name| field(locale, name));
    let record = d.work.detail.row.id.to_string();
    view! {
        <Dialog id=id title=title close_label=common::close(locale) open=RwSignal::new(came_back)>
            <form id=form_id.clone() method="post" action=action class="stack" novalidate>
                {summary} <input type="hidden" name="id" value=record />
                <input type="hidden" name=input_name("version") value=version />
                {fields}
            </form>
            <DialogActions cancel=text::keep(locale)>
                <Button label=send variant=variant form=form_id />
            </DialogActions>
        </Dialog>
    }
    .into_any()
}

fn pause(d: &Dialogs) -> AnyView {
    let locale = d.locale;
    let form = Form::new(locale, "/rpc/work/pause", d.replay);
    let reasons =
        HoldReason::ALL.iter().map(|r| (r.to_string(), words::hold(locale, *r).to_owned())).collect();
    let fields = view! {
        <RadioGroup
            label=text::reason(locale)
            name=input_name("reason")
            options=reasons
            selected=form.value("reason", HoldReason::Part.as_str())
            required=true
            error=form.error("reason")
        />
        {remark(locale, &form)}
    };
    let send = (text::pause(locale), Variant::Primary);
    dialog(d, PAUSE, text::pause_title(locale), &form, send, fields.into_any())
}

pub(super) fn remark(locale: Locale, form: &Form) -> AnyView {
    view! {
        <TextArea
            label=text::remark(locale)
            name=input_name("remark")
            value=form.value("remark", "")
            rows=2
            maxlength="1000"
            optional=common::optional(locale)
            error=form.error("remark")
        />
    }
    .into_any()
}

fn finish(d: &Dialogs) -> AnyView {
    let locale = d.locale;
    let detail = &d.work.detail;
    let form = Form::new(locale, "/rpc/work/finish", d.replay);
    let stored = |text: &Option<String>| text.clone().unwrap_or_default();
    let stopping = d.work.failures.iter().any(|f| f.stops && f.restored_at.is_none() && !f.withdrawn);
    let after =
        MachineAfter::ALL.iter().map(|m| (m.to_string(), words::machine(locale, *m).to_owned())).collect();
    let again = stopping.then(|| {
        view! {
            <Field
                label=text::running_since(locale)
                name=input_name("running_since")
                kind="datetime-local"
                value=form.value("running_since", "")
                hint=text::since_hint(locale)
                error=form.error("running_since")
            />
        }
    });
    let currency = detail.other_cost.as_ref().map_or_else(|| "EUR".to_owned(), |cost| cost.currency.clone());
    let fields = view! {
        <TextArea
            label=text::report(locale)
            name=input_name("report")
            value=form.value("report", &stored(&detail.report))
            rows=5
            required=true
            maxlength="10000"
            hint=text::report_hint(locale)
            error=form.error("report")
        />
        <RadioGroup
            label=text::machine_after(locale)
            name=input_name("machine")
            options=after
            selected=form.value("machine", MachineAfter::Running.as_str())
            error=form.error("machine")
        />
        {again}
        <Field
            label=text::cause(locale)
            name=input_name("cause")
            value=form.value("cause", &stored(&detail.cause))
            maxlength="500"
            optional=common::optional(locale)
            error=form.error("cause")
        />
        <TextArea
            label=text::observations(locale)
            name=input_name("observations")
            value=form.value("observations", &stored(&detail.observations))
            rows=2
            maxlength="2000"
            optional=common::optional(locale)
            error=form.error("observations")
        />
        <Field
            label=text::other_cost(locale, currency)
            name=input_name("other_cost")
            value=form.value("other_cost", "")
            inputmode="decimal"
            maxlength="20"
            optional=common::optional(locale)
            error=form.error("other_cost")
        />
    };
    let send = (text::finish(locale), Variant::Primary);
    dialog(d, FINISH, text::finish_title(locale), &form, send, fields.into_any())
}

fn validate(d: &Dialogs) -> AnyView {
    let locale = d.locale;
    let form = Form::new(locale, "/rpc/work/validate", d.replay);
    let fields = view! {
        <p>{text::validate_what(locale)}</p>
        {reason(locale, &form, text::remark(locale), false)}
    };
    let send = (text::validate(locale), Variant::Primary);
    dialog(d, VALIDATE, text::validate_title(locale), &form, send, fields.into_any())
}

fn reason(locale: Locale, form: &Form, label: &'static str, required: bool) -> AnyView {
    let optional = (!required).then(|| common::optional(locale).to_owned());
    view! {
        <TextArea
            label=label
            name=input_name("reason")
            value=form.value("reason", "")
            rows=3
            required=required
            maxlength="1000"
            nostrip:optional=optional
            error=form.error("reason")
        />
    }
    .into_any()
}

fn send_back(d: &Dialogs) -> AnyView {
    let locale = d.locale;
    let form = Form::new(locale, "/rpc/work/return", d.replay);
    let kinds =
        ReturnKind::ALL.iter().map(|k| (k.to_string(), words::return_kind(locale, *k).to_owned())).collect();
    let fields = view! {
        <RadioGroup
            label=text::return_kind(locale)
            name=input_name("kind")
            options=kinds
            selected=form.value("kind", ReturnKind::Paperwork.as_str())
            required=true
            error=form.error("kind")
        />
        {reason(locale, &form, text::return_reason(locale), true)}
        <Field
            label=text::failed_at(locale)
            name=input_name("failed_at")
            kind="datetime-local"
            value=form.value("failed_at", "")
            hint=text::since_hint(locale)
            optional=common::optional(locale)
            error=form.error("failed_at")
        />
    };
    let send = (text::send_back(locale), Variant::Primary);
    dialog(d, RETURN, text::return_title(locale), &form, send, fields.into_any())
}

fn hours(d: &Dialogs) -> AnyView {
    let locale = d.locale;
    let form = Form::new(locale, "/rpc/work/log-time", d.replay);
    let people: Vec<_> = d.assignable.iter().map(|p| (p.id.to_string(), p.name.clone())).collect();
    let who = (!people.is_empty()).then(|| {
        view! {
            <Select
                label=text::who(locale)
                name=input_name("user_id")
                options=people
                empty=text::myself(locale)
                selected=form.value("user_id", "")
                error=form.error("user_id")
            />
        }
    });
    // Only after the question: hours that overlap are mostly a slip.
    let overlap = form.came_back().then(|| {
        let keep = form.ticked("overlap", false);
        view! {
            <Checkbox label=text::overlap_keep(locale) name=input_name("overlap") value="keep" checked=keep />
        }
    });
    let fields = view! {
        {who}
        <Field
            label=text::hours_from(locale)
            name=input_name("started")
            kind="datetime-local"
            value=form.value("started", "")
            required=true
            error=form.error("started")
        />
        <Field
            label=text::hours_to(locale)
            name=input_name("ended")
            value=form.value("ended", "")
            required=true
            maxlength="40"
            autocomplete="off"
            hint=text::hours_to_hint(locale)
            error=form.error("ended")
        />
        {overlap}
    };
    let send = (text::add_hours(locale), Variant::Primary);
    dialog(d, HOURS, text::add_hours(locale), &form, send, fields.into_any())
}

fn cancel(d: &Dialogs) -> AnyView {
    let locale = d.locale;
    let form = Form::new(locale, "/rpc/work/cancel", d.replay);
    let fields = reason(locale, &form, text::reason(locale), true);
    let send = (text::cancel(locale), Variant::Danger);
    dialog(d, CANCEL, text::cancel_title(locale), &form, send, fields)
}

/// Asked when somebody begins while their clock runs on another job, and what else stood in the way of a single press.
fn running(d: &Dialogs) -> AnyView {
    let locale = d.locale;
    ["/rpc/work/start", "/rpc/work/resume"]
        .into_iter()
        .map(|action| Form::new(locale, action, d.replay))
        .filter(Form::came_back)
        .map(|form| {
            let options = vec![
                ("stop".to_owned(), text::running_stop(locale).to_owned()),
                ("keep".to_owned(), text::running_keep(locale).to_owned()),
            ];
            let fields = view! {
                <Select
                    label=text::running(locale)
                    name=input_name("running")
                    options=options
                    selected=form.value("running", "stop")
                    error=form.error("running")
                />
            };
            let send = (text::start(locale), Variant::Primary);
            dialog(d, "running-work", text::running_title(locale), &form, send, fields.into_any())
        })
        .collect_view()
        .into_any()
}
