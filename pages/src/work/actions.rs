//! The buttons of an intervention: exactly those that work now for the person who looks. What needs words opens a dialog; the
//! rest is one press.

use super::{
    dialogs::{ASSIGN, CANCEL, FINISH, PAUSE, RETURN, VALIDATE},
    hours::HOURS,
};
use crate::session::may as directs;
use domain::{
    InterventionId, Permission,
    intervention::{InterventionStatus, WorkAction as A, WorkView},
};
use i18n::{Locale, work as text};
use leptos::prelude::*;
use ui::{Button, DialogButton, Icon, LinkButton, Variant};

/// The buttons, the next step first.
pub fn actions(locale: Locale, work: &WorkView) -> AnyView {
    let id = work.detail.row.id;
    let may = |action| work.actions.contains(&action);
    let open = |action, dialog, label, icon, variant| {
        may(action).then(|| view! { <DialogButton dialog=dialog label=label icon=icon variant=variant /> })
    };
    let press = |action, to, label, icon| may(action).then(|| pressed(id, to, label, icon));
    let assigned = work.detail.row.status != InterventionStatus::Open;
    let (assign, variant) = match assigned {
        true => (text::assign_change(locale), Variant::Quiet),
        false => (text::assign(locale), Variant::Primary),
    };
    view! {
        {press(A::Start, "/rpc/work/start", text::start(locale), Icon::Play)}
        {press(A::Resume, "/rpc/work/resume", text::resume(locale), Icon::Play)}
        {open(A::Finish, FINISH, text::finish(locale), Icon::Check, Variant::Primary)}
        {open(A::Validate, VALIDATE, text::validate(locale), Icon::BadgeCheck, Variant::Primary)}
        {open(A::Pause, PAUSE, text::pause(locale), Icon::Pause, Variant::Quiet)}
        {open(A::Assign, ASSIGN, assign, Icon::UserPlus, variant)}
        {may(A::Edit).then(|| {
            let href = format!("/interventions/{id}/edit");
            view! { <LinkButton href=href label=text::edit(locale) icon=Icon::Pencil /> }
        })}
        {directs(Permission::InterventionWrite).then(|| {
            let href = format!("/interventions/new?copy={id}");
            view! { <LinkButton href=href label=text::copy(locale) icon=Icon::Copy /> }
        })}
        {open(A::LogTime, HOURS, text::add_hours(locale), Icon::Timer, Variant::Quiet)}
        {open(A::Return, RETURN, text::send_back(locale), Icon::Undo, Variant::Quiet)}
        {press(A::Archive, "/rpc/work/archive", text::archive(locale), Icon::Archive)}
        {open(A::Cancel, CANCEL, text::cancel(locale), Icon::Ban, Variant::Ghost)}
    }
    .into_any()
}

/// A step that needs no words.
fn pressed(id: InterventionId, to: &'static str, label: &'static str, icon: Icon) -> AnyView {
    view! {
        <form method="post" action=to>
            <input type="hidden" name="id" value=id.to_string() />
            <Button label=label icon=icon variant=Variant::Primary />
        </form>
    }
    .into_any()
}
